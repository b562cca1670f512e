"""What people are told about reviews."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.events import Event
from twiza.kit.i18n import N_
from twiza.notifications.preferences import Group
from twiza.notifications.rows import BELL_AND_EMAIL, Row
from twiza.reviews import events as reviews
from twiza.reviews.models import Review

REVIEWS = Group.REVIEWS


async def _has_not_written(session: AsyncSession, event: reviews.ReviewWritten) -> bool:
    """Once both have written, the reviews are shown, and that is what each is told."""
    theirs = exists().where(Review.order_id == event.order_id, Review.reviewer_id == event.reviewee_id)
    return not await session.scalar(select(theirs))


# fmt: off
ROWS: tuple[Row, ...] = (
    Row("review_written", reviews.ReviewWritten, "reviewee_id", BELL_AND_EMAIL, REVIEWS, "star", "saffron",
        N_("{reviewer} wrote a review about you"),
        N_("Write yours about “{title}”: once both are written, you will read each other’s. "
           "Otherwise it is shown after two weeks."),
        N_("Write my review"), "/orders/{order_id}/review",
        still=_has_not_written),
    Row("review_shown", reviews.ReviewShown, "reviewee_id", BELL_AND_EMAIL, REVIEWS, "star", "mint",
        N_("You can read the review by {reviewer}"),
        N_("It is about “{title}”, and everybody can read it now."),
        N_("Read the review"), "/orders/{order_id}"),
    Row("review_answered", reviews.ReviewAnswered, "reviewer_id", BELL_AND_EMAIL, REVIEWS, "message-circle", "",
        N_("{reviewee} answered your review"),
        N_("The answer stands under your review of “{title}”."),
        N_("Read the answer"), "/orders/{order_id}"),
    Row("review_removed", reviews.ReviewRemoved, "reviewer_id", BELL_AND_EMAIL, REVIEWS, "trash-2", "terra",
        N_("An administrator removed your review"),
        N_("Your words about “{title}” broke our rules and no longer count."),
        N_("Read the terms"), "/legal/terms"),
    Row("visit_reviewed", reviews.BookingReviewed, "reviewee_id", BELL_AND_EMAIL, REVIEWS, "star", "mint",
        N_("{reviewer} wrote a review about you"),
        N_("It is about the visit {reference}, and everybody can read it. You may answer once."),
        N_("Read the review"), "/pro/{reviewee_id}"),
    Row("visit_review_answered", reviews.BookingReviewAnswered, "reviewer_id", BELL_AND_EMAIL, REVIEWS,
        "message-circle", "",
        N_("{reviewee} answered your review"),
        N_("The answer stands under your review of the visit {reference}."),
        N_("Read the answer"), "/bookings/{reference}/review"),
    Row("visit_review_removed", reviews.BookingReviewRemoved, "reviewer_id", BELL_AND_EMAIL, REVIEWS, "trash-2", "terra",
        N_("An administrator removed your review"),
        N_("Your words about the visit {reference} broke our rules and no longer count."),
        N_("Read the terms"), "/legal/terms"),
)
# fmt: on

SILENT: frozenset[type[Event]] = frozenset()
