"""Answer what was said of oneself: once, in public."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders.models import Order
from twiza.profiles import texts
from twiza.reviews.events import BookingReviewAnswered, ReviewAnswered
from twiza.reviews.models import Review

LONGEST = 1_000
NO_WORDS = N_("Write your answer first.")
TOO_LONG = N_("Use at most {most} characters.")
ANSWERED = N_("You have already answered this review.")


async def answer(session: AsyncSession, review_id: UUID, *, by: UUID, text: str) -> Review:
    """Only whoever the review is about, and only when it is public."""
    review = await lock(session, Review, review_id)
    if not review.counted and by != review.reviewer_id:
        raise NotFound
    if by != review.reviewee_id:
        raise Forbidden
    if review.answered_at is not None:
        raise Conflict(ANSWERED, code="already_answered")
    words = texts.paragraphs(text)
    if not words or len(words) > LONGEST:
        raise Invalid({"text": TOO_LONG if words else NO_WORDS}, most=LONGEST)
    review.answer, review.answered_at = words, clock.now()
    await _tell(session, review)
    return review


async def _tell(session: AsyncSession, review: Review) -> None:
    whose = (review.reviewer_id, review.reviewee_id)
    if review.booking_id is not None:
        of = select(Booking.reference).where(Booking.id == review.booking_id)
        reference = await session.scalar(of) or ""
        record(session, BookingReviewAnswered(review.id, review.booking_id, *whose, reference))
    elif review.order_id is not None:
        title = await session.scalar(select(Order.title).where(Order.id == review.order_id)) or ""
        record(session, ReviewAnswered(review.id, review.order_id, *whose, title))
