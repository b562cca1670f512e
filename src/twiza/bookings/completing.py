"""The job is done: the pro says so, from an hour after its start on."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import holding, locking, penalties
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import advance, check, check_party
from twiza.bookings.allowing import is_completable
from twiza.bookings.events import BookingCompleted
from twiza.bookings.models import Booking
from twiza.bookings.states import COMPLETE
from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.i18n import N_

TOO_EARLY = N_("A job can be marked as done from an hour after its start on.")


async def complete(session: AsyncSession, booking_id: UUID, *, by: Actor) -> Booking:
    """Hours that haven't begun are free again, those behind stay; the pro's row of cancellations ends."""
    keys = await locking.keys(session, booking_id)
    check_party(keys, COMPLETE, by)
    booking = (await locking.hold_affected(session, keys)).booking
    check(booking, COMPLETE, by)
    if not is_completable(booking, clock.now()):
        raise Conflict(TOO_EARLY, code="not_yet")
    advance(session, booking, COMPLETE, by)
    await holding.release(session, booking, by, begun_stay=True)
    await penalties.end_row(session, booking.pro_id)
    record(session, BookingCompleted.of(booking, by.account_id))
    return booking
