"""A request that nobody answered in time is over."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import answering, locking
from twiza.bookings.actors import CLOCK, Actor
from twiza.bookings.advancing import check
from twiza.bookings.models import Booking
from twiza.bookings.states import EXPIRE
from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.i18n import N_

NOT_YET = N_("It is too early for this.")


async def expire(session: AsyncSession, booking_id: UUID, *, by: Actor = CLOCK) -> Booking:
    """The clock ends it from its very second on; until it comes round, nobody can confirm it any more either."""
    booking = await locking.hold_one(session, booking_id)
    check(booking, EXPIRE, by)
    if booking.expires_at > clock.now():
        raise Conflict(NOT_YET, code="not_yet")
    answering.expire_all(session, [booking])
    await answering.tell_if_unanswered(session, {booking.request_id})
    return booking
