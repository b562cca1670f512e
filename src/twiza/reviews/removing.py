"""Take a review away: an administrator's act, with its reason, never the seller's."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import audit
from twiza.accounts.access import admin_with
from twiza.accounts.models import Permission
from twiza.bookings.models import Booking
from twiza.kit.db import lock
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders.models import Order
from twiza.reviews.events import BookingReviewRemoved, ReviewRemoved
from twiza.reviews.models import Review

NO_REASON = N_("Give the reason: it is kept in the audit log.")


async def remove(session: AsyncSession, review_id: UUID, *, by: UUID, reason: str) -> None:
    """The row goes, and what it brought to the ratings with it; the audit log keeps who and why."""
    await admin_with(session, by, Permission.SUPPORT)
    if not reason.strip():
        raise Invalid({"reason": NO_REASON})
    review = await _held(session, review_id)
    of = {"order": str(review.order_id)} if review.order_id else {"booking": str(review.booking_id)}
    await audit.write(
        session, by, "remove", "review", review.id, reason.strip(), {"rating": review.rating, **of}
    )
    await _tell(session, review)
    await session.execute(delete(Review).where(Review.id == review_id))


async def _tell(session: AsyncSession, review: Review) -> None:
    whose = (review.reviewer_id, review.reviewee_id)
    if review.booking_id is not None:
        of = select(Booking.reference).where(Booking.id == review.booking_id)
        reference = await session.scalar(of) or ""
        record(session, BookingReviewRemoved(review.id, review.booking_id, *whose, reference))
    elif review.order_id is not None:
        title = await session.scalar(select(Order.title).where(Order.id == review.order_id)) or ""
        record(session, ReviewRemoved(review.id, review.order_id, *whose, title))


async def _held(session: AsyncSession, review_id: UUID) -> Review:
    """The row of the order or booking first, as everybody does who writes to its reviews."""
    of = select(Review.order_id, Review.booking_id).where(Review.id == review_id)
    whose = (await session.execute(of)).one_or_none()
    if whose is None:
        raise NotFound
    if whose.order_id is not None:
        await lock(session, Order, whose.order_id)
    else:
        await lock(session, Booking, whose.booking_id)
    return await lock(session, Review, review_id)
