"""What follows when a waiting request ends without a yes: others of the same request, and whether anybody is left."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import locking
from twiza.bookings.actors import CLOCK
from twiza.bookings.advancing import advance
from twiza.bookings.events import BookingExpired, BookingGaveWay, RequestUnanswered
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.states import EXPIRE, GIVE_WAY
from twiza.kit.events import record

S = BookingStatus
_SOMEBODY = (S.PENDING, S.CONFIRMED, S.COMPLETED)


async def give_way(session: AsyncSession, others: Sequence[Booking], winner: Booking, now: datetime) -> None:
    """Close what a confirmation leaves no room for; what had lapsed before, lapsed."""
    lapsed = [other for other in others if other.expires_at <= now]
    closed = [other for other in others if other.expires_at > now]
    expire_all(session, lapsed)
    for other in closed:
        advance(session, other, GIVE_WAY, CLOCK, {"winner": str(winner.id)})
        gave_way = BookingGaveWay.of(other, None, winner_id=winner.id, winner_client_id=winner.client_id)
        record(session, gave_way)
    # Whoever just found somebody needs nobody else at that hour.
    alone = {other.request_id for other in others if other.client_id != winner.client_id}
    await tell_if_unanswered(session, alone)


def expire_all(session: AsyncSession, lapsed: Iterable[Booking]) -> None:
    """The time to answer these is over; they are held."""
    for booking in lapsed:
        advance(session, booking, EXPIRE, CLOCK)
        record(session, BookingExpired.of(booking, None))


async def tell_if_unanswered(session: AsyncSession, request_ids: Iterable[UUID]) -> None:
    """Say so when nobody is left who might come; of several who end a request at once, the last one says it."""
    wanted = set(request_ids)
    if not wanted:
        return
    await session.flush()
    held = await locking.hold_requests(session, wanted)
    somebody = await _with_somebody(session, wanted)
    for request in held:
        if request.id not in somebody:
            record(session, _unanswered(request))


async def _with_somebody(session: AsyncSession, request_ids: set[UUID]) -> set[UUID]:
    """Asked after the requests are held, so that it sees what others had ended before."""
    left = select(Booking.request_id).where(
        Booking.request_id.in_(request_ids), Booking.status.in_(_SOMEBODY)
    )
    return set(await session.scalars(left))


def _unanswered(request: BookingRequest) -> RequestUnanswered:
    at = request.starts_at.isoformat()
    return RequestUnanswered(request.id, request.client_id, request.category_id, at)
