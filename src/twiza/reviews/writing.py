"""Say how it went: once, after the end, unseen by the other side until they have written too."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import HatKind
from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.i18n import N_, language
from twiza.orders.models import Order, OrderStatus, Party
from twiza.reviews import access, showing, wording
from twiza.reviews.delays import HIDDEN_FOR
from twiza.reviews.events import ReviewWritten
from twiza.reviews.models import Review

NOT_FINISHED = N_("You can write a review once the order is completed.")
TOO_LATE = N_("The time to review this order is over.")
WRITTEN = N_("You have already reviewed this order.")


async def write(session: AsyncSession, order_id: UUID, *, by: UUID, rating: int | None, text: str) -> Review:
    """Keep it hidden until the other side has written or a fortnight has passed."""
    order, party = await access.locked_order(session, order_id, by)
    await _check_time(session, order, by)
    said = wording.checked(rating, text)
    review = Review(
        order_id=order.id,
        gig_id=order.gig_id if party is Party.CLIENT else None,
        reviewer_id=by,
        reviewee_id=order.other(by),
        reviewee_hat=HatKind.FREELANCER if party is Party.CLIENT else HatKind.CLIENT,
        rating=said[0],
        text=said[1],
        language=language.get(),
        public_at=clock.now() + HIDDEN_FOR,
    )
    session.add(review)
    await session.flush()
    record(
        session,
        ReviewWritten(review.id, order.id, review.reviewer_id, review.reviewee_id, order.title),
    )
    await _show_both(session, order, review)
    return review


async def _check_time(session: AsyncSession, order: Order, by: UUID) -> None:
    if order.status is not OrderStatus.COMPLETED:
        raise Conflict(NOT_FINISHED, code="order_not_completed")
    mine = select(Review.id).where(Review.order_id == order.id, Review.reviewer_id == by)
    if await session.scalar(mine) is not None:
        raise Conflict(WRITTEN, code="already_reviewed")
    if not access.may_still_write(order.status, order.ended_at, clock.now()):
        raise Conflict(TOO_LATE, code="review_time_over")


async def _show_both(session: AsyncSession, order: Order, mine: Review) -> None:
    """When the other side has written too, nothing is left to influence.

    What is said of the freelancer always counts first: two orders of the same two people bring the same ratings.
    """
    theirs = await session.scalar(
        select(Review).where(Review.order_id == order.id, Review.reviewer_id == mine.reviewee_id)
    )
    if theirs is None:
        return
    for review in sorted((theirs, mine), key=lambda one: one.reviewee_hat is not HatKind.FREELANCER):
        await showing.show(session, review, order.title)
