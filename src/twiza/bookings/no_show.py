"""Nobody came: either side may say so from an hour after the start on, and an administrator decides who it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.bookings import delays, holding, locking, penalties
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import advance, check
from twiza.bookings.allowing import is_completable
from twiza.bookings.events import BookingCancelled
from twiza.bookings.kinds import BookingParty, BookingStatus, PenaltyType
from twiza.bookings.models import Booking
from twiza.bookings.reasons import NOBODY_CAME
from twiza.bookings.states import CLIENT_AWAY, PRO_AWAY
from twiza.kit import clock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

TOO_EARLY = N_("An hour after the start, you can say that nobody came.")
WHO = N_("Say who wasn’t there: the client or the pro.")
_AWAY = {
    BookingParty.CLIENT: (CLIENT_AWAY, PenaltyType.CLIENT_CANCEL_LATE, "client-late"),
    BookingParty.PRO: (PRO_AWAY, PenaltyType.PRO_CANCEL_CONFIRMED, "pro"),
}


def may_report(booking: Booking, party: BookingParty, now: datetime) -> bool:
    """Either of the two until the pro calls it done; then the client alone, for as long as the report window is open."""
    if booking.status is BookingStatus.COMPLETED and booking.completed_at is not None:
        return party is BookingParty.CLIENT and now < booking.completed_at + delays.REPORT_WINDOW
    theirs = party in {BookingParty.CLIENT, BookingParty.PRO}
    return theirs and booking.status is BookingStatus.CONFIRMED and is_completable(booking, now)


async def uphold(session: AsyncSession, booking_id: UUID, *, by: UUID, who: BookingParty) -> Booking:
    """An administrator finds that this side wasn't there: the booking ends by their fault, with its penalty."""
    if who not in _AWAY:
        raise Invalid({"who": WHO})
    await access.admin_with(session, by, Permission.SUPPORT)
    move, penalty, how = _AWAY[who]
    keys = await locking.keys(session, booking_id)
    booking = (await locking.hold_affected(session, keys)).booking
    admin = Actor.admin(by)
    check(booking, move, admin)
    if not is_completable(booking, clock.now()):
        raise Conflict(TOO_EARLY, code="not_yet")
    called_done = booking.completed_at is not None
    booking.cancel_reason, booking.completed_at = NOBODY_CAME, None
    advance(session, booking, move, admin, {"no_show": who.value})
    await holding.release(session, booking, admin)
    if called_done:
        # Before the penalty: what was never done ended no row of cancellations.
        await penalties.recount_row(session, booking.pro_id)
    await penalties.give(session, booking, penalty, no_show=True)
    await audit.write(session, by, move.verb, "booking", booking.id, details={"reference": booking.reference})
    was = BookingStatus.CONFIRMED.value
    record(session, BookingCancelled.of(booking, by, how=how, was=was, reason=NOBODY_CAME))
    return booking
