"""What the clock comes round for: alerts, reminders, visits left open, proposals nobody answered, clean clients."""

from twiza.bookings import proposals, reminding, standing
from twiza.bookings.models import Booking, ClientProfile, Proposal
from twiza.kit import clock
from twiza.kit.sweeping import each


async def remind_of_bookings() -> int:
    """Urgent requests again, requests that soon expire, visits of tomorrow."""
    return sum([await _remind(one) for one in reminding.REMINDERS])


async def note_left_open() -> int:
    """Visits of which the pro hasn't said for three days whether they were done."""
    return await each(Booking, (reminding.left_open(),), reminding.note_left_open)


async def lapse_proposals() -> int:
    """New hours that nobody answered before either hour came."""
    return await each(Proposal, (proposals.over(clock.now()),), proposals.lapse)


async def forgive_clean_clients() -> int:
    """Clients whose thirty days are over."""
    return await each(ClientProfile, (standing.is_clean(clock.now()),), standing.forgive_clean)


async def _remind(reminder: reminding.Reminder) -> int:
    return await each(
        Booking, (reminder.wanted(),), lambda session, found: reminding.remind(session, found, reminder)
    )
