"""What happens to orders and offers: ids and small values; whoever reacts looks the rest up."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from twiza.kit.events import Event

if TYPE_CHECKING:
    from twiza.orders.models import Order
    from twiza.orders.offers.models import Offer


@dataclass(frozen=True)
class OrderEvent(Event):
    """What every event of an order tells; `actor_id` is empty when the clock or the gateway acted."""

    order_id: UUID
    client_id: UUID
    freelancer_id: UUID
    actor_id: UUID | None
    reference: str
    title: str

    @classmethod
    def of(cls, order: "Order", actor_id: UUID | None, **more: Any) -> Self:
        whose = (order.id, order.client_id, order.freelancer_id)
        return cls(*whose, actor_id, order.reference, order.title, **more)


@dataclass(frozen=True)
class OrderPlaced(OrderEvent):
    gig_id: UUID | None
    price: int


@dataclass(frozen=True)
class QuestionsAnswered(OrderEvent):
    """`complete`: no required question is left, so that the work can start."""

    complete: bool


@dataclass(frozen=True)
class PaymentSubmitted(OrderEvent):
    """`flagged`: the transaction was used before, or the amount isn't the price."""

    amount: int
    flagged: bool


@dataclass(frozen=True)
class PaymentRefused(OrderEvent):
    reason: str
    refusals: int


@dataclass(frozen=True)
class PaymentConfirmed(OrderEvent):
    pass


@dataclass(frozen=True)
class OrderStarted(OrderEvent):
    due_at: str


@dataclass(frozen=True)
class WorkSubmitted(OrderEvent):
    delivery_id: UUID
    number: int


@dataclass(frozen=True)
class RevisionRequested(OrderEvent):
    reason: str


@dataclass(frozen=True)
class OrderCompleted(OrderEvent):
    """`how`: approve, or force-complete."""

    how: str


@dataclass(frozen=True)
class OrderCancelled(OrderEvent):
    """`how`: cancel, or force-cancel; `reason` is what the one who did it wrote."""

    how: str
    reason: str


@dataclass(frozen=True)
class ExtensionAsked(OrderEvent):
    asked_by_id: UUID
    asked_of_id: UUID
    days: int
    reason: str


@dataclass(frozen=True)
class ExtensionAnswered(OrderEvent):
    asked_by_id: UUID
    accepted: bool
    days: int


@dataclass(frozen=True)
class DisputeOpened(OrderEvent):
    """`opened_by_id` is empty when the rules opened it."""

    dispute_id: UUID
    opened_by_id: UUID | None
    reason: str


@dataclass(frozen=True)
class DisputeStated(OrderEvent):
    dispute_id: UUID


@dataclass(frozen=True)
class DisputeClosed(OrderEvent):
    dispute_id: UUID
    outcome: str
    decision: str


@dataclass(frozen=True)
class NonDeliveryClaimed(OrderEvent):
    claim_id: UUID


@dataclass(frozen=True)
class ClaimAnswered(OrderEvent):
    claim_id: UUID


@dataclass(frozen=True)
class OrderReminded(OrderEvent):
    """`about`: payment, questions, delivery or approval; `recipient_id` is whose turn it is."""

    about: str
    recipient_id: UUID


@dataclass(frozen=True)
class OfferEvent(Event):
    """What every event of an offer tells."""

    offer_id: UUID
    client_id: UUID
    freelancer_id: UUID
    actor_id: UUID | None
    title: str
    price: int

    @classmethod
    def of(cls, offer: "Offer", actor_id: UUID | None, **more: Any) -> Self:
        whose = (offer.id, offer.client_id, offer.freelancer_id)
        return cls(*whose, actor_id, offer.title, offer.price, **more)


@dataclass(frozen=True)
class OfferMade(OfferEvent):
    pass


@dataclass(frozen=True)
class OfferAccepted(OfferEvent):
    order_id: UUID


@dataclass(frozen=True)
class OfferDeclined(OfferEvent):
    pass


@dataclass(frozen=True)
class OfferWithdrawn(OfferEvent):
    pass


@dataclass(frozen=True)
class OfferExpired(OfferEvent):
    pass
