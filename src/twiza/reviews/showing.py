"""Reviews become public: when both sides have written, or by the clock."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.events import record
from twiza.orders.models import Order
from twiza.reviews.events import ReviewShown
from twiza.reviews.models import Review

_AT_ONCE = 500


async def show(session: AsyncSession, review: Review, title: str) -> None:
    """Public from now on, and counted in the ratings; the order's row is held by the caller."""
    order_id = review.order_id
    if review.counted or order_id is None:
        return
    review.counted = True
    review.public_at = min(review.public_at, clock.now())
    await session.flush()
    record(session, ReviewShown(review.id, order_id, review.reviewer_id, review.reviewee_id, title))


async def show_waiting() -> int:
    """Show those whose fortnight is over, one in each transaction."""
    due = (
        select(Review.id, Review.order_id)
        .where(Review.counted.is_(False), Review.public_at <= clock.now())
        .order_by(Review.public_at)
        .limit(_AT_ONCE)
    )
    async with reading() as connection:
        waiting = (await connection.execute(due)).all()
    for review_id, order_id in waiting:
        if order_id is not None:  # Those of visits are public from the first.
            await _show_one(review_id, order_id)
    return len(waiting)


async def _show_one(review_id: UUID, order_id: UUID) -> None:
    async with unit_of_work() as session:
        order = await lock(session, Order, order_id)
        review = await session.scalar(select(Review).where(Review.id == review_id))
        if review is not None:
            await show(session, review, order.title)
