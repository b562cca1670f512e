"""The first to confirm wins: hours, siblings and rivals change hands in one transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import answering, fitting, holding, locking
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import advance, check
from twiza.bookings.allowing import is_waiting
from twiza.bookings.errors import Expired, told_by_constraint
from twiza.bookings.events import BookingConfirmed
from twiza.bookings.kinds import Duration
from twiza.bookings.locking import Hours
from twiza.bookings.models import Booking
from twiza.bookings.states import CONFIRM
from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.pros import exceptions
from twiza.pros.hours import midnight_after


async def confirm(session: AsyncSession, booking_id: UUID, *, by: Actor, duration: Duration) -> Booking:
    """The pro comes, for so many hours; whatever waits within them and can't be any more is closed."""
    keys = await locking.keys(session, booking_id)
    check(keys, CONFIRM, by)
    taking = hours_taken(keys.starts_at, duration)
    held = await locking.hold_affected(session, keys, taking=taking)
    booking, now = held.booking, clock.now()
    check(booking, CONFIRM, by)
    if not is_waiting(booking, now):
        raise Expired
    if held.pro.suspended_at is not None:
        raise Conflict(fitting.NOT_AVAILABLE, code="not_available")
    await fitting.check(session, booking, taking)
    async with told_by_constraint(session):
        booking.ends_at, booking.duration = taking.ends_at, duration
        advance(session, booking, CONFIRM, by, {"duration": duration.value})
        await session.flush()
        await holding.take(session, booking)
        if duration is Duration.H8:
            await exceptions.close_for_booking(
                session, booking.pro_id, booking.id, starts_at=booking.starts_at
            )
        await answering.give_way(session, held.others, booking, now)
    record(session, BookingConfirmed.of(booking, by.account_id, duration=duration.value))
    return booking


def hours_taken(starts_at: datetime, duration: Duration) -> Hours:
    """The hours of such a job; one of eight closes the rest of its local day to others."""
    ends_at = starts_at + duration.span
    closed = max(ends_at, midnight_after(starts_at)) if duration is Duration.H8 else ends_at
    return Hours(starts_at, ends_at, closed)
