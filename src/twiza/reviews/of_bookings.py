"""Say how a visit went: the client alone, once, after the job is done or when the pro never came."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import HatKind
from twiza.bookings.kinds import BookingParty, BookingStatus, PenaltyType
from twiza.bookings.models import Booking, Penalty
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_, language
from twiza.reviews import wording
from twiza.reviews.delays import WRITABLE_FOR
from twiza.reviews.events import BookingReviewed
from twiza.reviews.models import Review

NOT_DONE = N_("You can write a review once the visit is done.")
TOO_LATE = N_("The time to review this visit is over.")
WRITTEN = N_("You have already reviewed this visit.")


async def write(
    session: AsyncSession, booking_id: UUID, *, by: UUID, rating: int | None, text: str
) -> Review:
    """Public at once: pros don't review their clients, so nobody waits for the other's words."""
    booking = await lock(session, Booking, booking_id)
    party = booking.party(by)
    if party is None:
        raise NotFound
    if party is not BookingParty.CLIENT:
        raise Forbidden
    await _check_time(session, booking)
    stars, words = wording.checked(rating, text)
    now = clock.now()
    review = Review(
        booking_id=booking.id,
        reviewer_id=by,
        reviewee_id=booking.pro_id,
        reviewee_hat=HatKind.PRO,
        rating=stars,
        text=words,
        language=language.get(),
        public_at=now,
        counted=True,
    )
    session.add(review)
    await session.flush()
    record(session, BookingReviewed(review.id, booking.id, by, booking.pro_id, booking.reference))
    return review


async def may_write(
    reader: AsyncConnection | AsyncSession, booking: Booking, party: BookingParty | None
) -> bool:
    """Whether the button makes sense now: nothing written yet, and still in time."""
    if party is not BookingParty.CLIENT or not await _is_reviewable(reader, booking):
        return False
    if await reader.scalar(select(exists().where(Review.booking_id == booking.id))):
        return False
    return clock.now() < _ended_at(booking) + WRITABLE_FOR


async def _check_time(session: AsyncSession, booking: Booking) -> None:
    if not await _is_reviewable(session, booking):
        raise Conflict(NOT_DONE, code="booking_not_completed")
    if await session.scalar(select(exists().where(Review.booking_id == booking.id))):
        raise Conflict(WRITTEN, code="already_reviewed")
    if clock.now() >= _ended_at(booking) + WRITABLE_FOR:
        raise Conflict(TOO_LATE, code="review_time_over")


async def _is_reviewable(reader: AsyncConnection | AsyncSession, booking: Booking) -> bool:
    """Done; or the pro never came, as an administrator found."""
    if booking.status is BookingStatus.COMPLETED:
        return True
    if booking.status is not BookingStatus.CANCELLED_BY_PRO:
        return False
    missed = exists().where(
        Penalty.booking_id == booking.id,
        Penalty.type == PenaltyType.PRO_CANCEL_CONFIRMED,
        Penalty.no_show.is_(True),
        Penalty.excused_at.is_(None),
    )
    return bool(await reader.scalar(select(missed)))


def _ended_at(booking: Booking) -> datetime:
    return booking.completed_at or booking.cancelled_at or booking.ends_at
