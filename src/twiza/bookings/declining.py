"""The pro can't come: the request ends there, at no cost."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import answering, locking
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import advance, check
from twiza.bookings.allowing import is_waiting
from twiza.bookings.errors import Expired
from twiza.bookings.events import BookingDeclined
from twiza.bookings.models import Booking
from twiza.bookings.states import DECLINE
from twiza.kit import clock
from twiza.kit.events import record


async def decline(session: AsyncSession, booking_id: UUID, *, by: Actor) -> Booking:
    """The pro says no while the request waits; when all who were asked did, the client may ask others."""
    check(await locking.keys(session, booking_id), DECLINE, by)
    return await turn_down(session, await locking.hold_one(session, booking_id), by)


async def turn_down(session: AsyncSession, booking: Booking, by: Actor) -> Booking:
    """The same for a booking that is held already."""
    check(booking, DECLINE, by)
    if not is_waiting(booking, clock.now()):
        raise Expired
    advance(session, booking, DECLINE, by)
    record(session, BookingDeclined.of(booking, by.account_id))
    await answering.tell_if_unanswered(session, {booking.request_id})
    return booking
