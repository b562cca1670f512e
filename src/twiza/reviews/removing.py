"""Take a review away: an administrator's act, with its reason, never the seller's."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import audit
from twiza.accounts.access import admin_with
from twiza.accounts.models import Permission
from twiza.kit.db import lock
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders.models import Order
from twiza.reviews.events import ReviewRemoved
from twiza.reviews.models import Review

NO_REASON = N_("Give the reason: it is kept in the audit log.")


async def remove(session: AsyncSession, review_id: UUID, *, by: UUID, reason: str) -> None:
    """The row goes, and what it brought to the ratings with it; the audit log keeps who and why."""
    await admin_with(session, by, Permission.SUPPORT)
    if not reason.strip():
        raise Invalid({"reason": NO_REASON})
    review = await _held(session, review_id)
    title = await session.scalar(select(Order.title).where(Order.id == review.order_id)) or ""
    kept = {"rating": review.rating, "order": str(review.order_id)}
    await audit.write(session, by, "remove", "review", review.id, reason.strip(), kept)
    record(
        session,
        ReviewRemoved(review.id, review.order_id, review.reviewer_id, review.reviewee_id, title),
    )
    await session.execute(delete(Review).where(Review.id == review_id))


async def _held(session: AsyncSession, review_id: UUID) -> Review:
    """The order's row first, as everybody does who writes to its reviews."""
    order_id = await session.scalar(select(Review.order_id).where(Review.id == review_id))
    if order_id is None:
        raise NotFound
    await lock(session, Order, order_id)
    return await lock(session, Review, review_id)
