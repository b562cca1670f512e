"""What happens to bookings: ids and small values; whoever reacts looks the rest up."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from twiza.kit.events import Event

if TYPE_CHECKING:
    from twiza.bookings.models import Booking


@dataclass(frozen=True)
class BookingHappened(Event):
    """What every event of a booking tells; `actor_id` is empty when the clock acted. `at` is its hour, in ISO."""

    booking_id: UUID
    request_id: UUID
    client_id: UUID
    pro_id: UUID
    actor_id: UUID | None
    reference: str
    category_id: UUID
    at: str

    @classmethod
    def of(cls, booking: "Booking", actor_id: UUID | None, **more: Any) -> Self:
        return cls(
            booking.id,
            booking.request_id,
            booking.client_id,
            booking.pro_id,
            actor_id,
            booking.reference,
            booking.category_id,
            booking.starts_at.isoformat(),
            **more,
        )


@dataclass(frozen=True)
class BookingRequested(BookingHappened):
    """`urgent`: its hour is near, or the client wants the first who can come. One event for each pro."""

    urgent: bool
    expires_at: str


@dataclass(frozen=True)
class BookingConfirmed(BookingHappened):
    duration: str


@dataclass(frozen=True)
class BookingLengthened(BookingHappened):
    """The pro needs so many `hours` in all, and has them."""

    hours: int


@dataclass(frozen=True)
class BookingDeclined(BookingHappened):
    pass


@dataclass(frozen=True)
class BookingCancelled(BookingHappened):
    """`how`: client, client-late, pro, settled; `was`: PENDING or CONFIRMED."""

    spoken = frozenset({"reason"})

    how: str
    was: str
    reason: str


@dataclass(frozen=True)
class BookingGaveWay(BookingHappened):
    """Closed by another's confirmation; `winner_id` is that booking, of this very client or of another."""

    winner_id: UUID
    winner_client_id: UUID


@dataclass(frozen=True)
class BookingExpired(BookingHappened):
    pass


@dataclass(frozen=True)
class BookingCompleted(BookingHappened):
    pass


@dataclass(frozen=True)
class RequestUnanswered(Event):
    """All who were asked declined, lapsed or are gone: the client may ask the next three."""

    request_id: UUID
    client_id: UUID
    category_id: UUID
    at: str


@dataclass(frozen=True)
class RescheduleProposed(BookingHappened):
    proposal_id: UUID
    new_at: str


@dataclass(frozen=True)
class RescheduleAnswered(BookingHappened):
    proposal_id: UUID
    new_at: str
    accepted: bool


@dataclass(frozen=True)
class RescheduleDropped(BookingHappened):
    """Taken back by whoever proposed it; or, without an actor, its time is over unanswered."""

    proposal_id: UUID
    new_at: str
    withdrawn: bool


@dataclass(frozen=True)
class BookingReminded(BookingHappened):
    """`what`: answer (two hours before it expires), tomorrow (the evening before), urgent (still unanswered)."""

    what: str
    round: int


@dataclass(frozen=True)
class BookingLeftOpen(BookingHappened):
    """Three days after its end the pro hasn't said whether it was done."""


@dataclass(frozen=True)
class PenaltyGiven(Event):
    penalty_id: UUID
    account_id: UUID
    booking_id: UUID
    type: str
    effect: str
    until: str | None


@dataclass(frozen=True)
class PenaltyExcused(Event):
    penalty_id: UUID
    account_id: UUID
    reason: str
