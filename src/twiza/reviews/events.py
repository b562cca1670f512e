"""What happens to reviews."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class ReviewWritten(Event):
    """Somebody wrote; the other side is invited to, without being told what."""

    review_id: UUID
    order_id: UUID
    reviewer_id: UUID
    reviewee_id: UUID
    title: str


@dataclass(frozen=True)
class ReviewShown(Event):
    """The words are public from now on."""

    review_id: UUID
    order_id: UUID
    reviewer_id: UUID
    reviewee_id: UUID
    title: str


@dataclass(frozen=True)
class ReviewAnswered(Event):
    """Whoever was spoken of said something back."""

    review_id: UUID
    order_id: UUID
    reviewer_id: UUID
    reviewee_id: UUID
    title: str


@dataclass(frozen=True)
class BookingReviewed(Event):
    """A client said how a visit went; everybody reads it at once, for the pro has no words to be swayed."""

    review_id: UUID
    booking_id: UUID
    reviewer_id: UUID
    reviewee_id: UUID
    reference: str


@dataclass(frozen=True)
class BookingReviewAnswered(Event):
    """The pro said something back."""

    review_id: UUID
    booking_id: UUID
    reviewer_id: UUID
    reviewee_id: UUID
    reference: str


@dataclass(frozen=True)
class BookingReviewRemoved(Event):
    """An administrator took the words about a visit away."""

    review_id: UUID
    booking_id: UUID
    reviewer_id: UUID
    reviewee_id: UUID
    reference: str


@dataclass(frozen=True)
class ReviewRemoved(Event):
    """An administrator took it away."""

    review_id: UUID
    order_id: UUID
    reviewer_id: UUID
    reviewee_id: UUID
    title: str
