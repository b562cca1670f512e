"""States, steps and acts of an order, as both sides read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from twiza.kit import clock
from twiza.kit.i18n import N_, format_date, gettext
from twiza.orders.disputes.models import DisputeOutcome, DisputeReason
from twiza.orders.models import Order, OrderStatus

STEPS = (
    N_("Ordered"),
    N_("Payment declared"),
    N_("Payment confirmed"),
    N_("Work under way"),
    N_("Delivered"),
    N_("Finished"),
)
_STEP: Mapping[OrderStatus, int] = {
    OrderStatus.PENDING_PAYMENT: 1,
    OrderStatus.PAYMENT_SUBMITTED: 2,
    OrderStatus.PAYMENT_CONFIRMED: 3,
    OrderStatus.IN_PROGRESS: 4,
    OrderStatus.REVISION_REQUESTED: 4,
    OrderStatus.SUBMITTED: 5,
    OrderStatus.COMPLETED: 7,
}


@dataclass(frozen=True, slots=True)
class Pill:
    """A status in words, and the tone that helps to see it."""

    text: str
    tone: str


STATUS: Mapping[OrderStatus, Pill] = {
    OrderStatus.PENDING_PAYMENT: Pill(N_("Payment awaited"), "saffron"),
    OrderStatus.PAYMENT_SUBMITTED: Pill(N_("Payment to confirm"), "saffron"),
    OrderStatus.PAYMENT_CONFIRMED: Pill(N_("Payment confirmed"), "mint"),
    OrderStatus.IN_PROGRESS: Pill(N_("Work under way"), "blue"),
    OrderStatus.SUBMITTED: Pill(N_("Delivery to review"), "saffron"),
    OrderStatus.REVISION_REQUESTED: Pill(N_("Changes requested"), "terracotta"),
    OrderStatus.COMPLETED: Pill(N_("Finished"), "mint"),
    OrderStatus.CANCELLED: Pill(N_("Cancelled"), "grey"),
}
IN_DISPUTE = Pill(N_("In dispute"), "terracotta")
LATE = Pill(N_("Late"), "terracotta")
REASONS: Mapping[DisputeReason, str] = {
    DisputeReason.NOT_DELIVERED: N_("Nothing was delivered"),
    DisputeReason.NOT_AS_AGREED: N_("The work isn’t what was agreed"),
    DisputeReason.PAYMENT_REFUSED: N_("The payment was sent, and refused"),
    DisputeReason.PAYMENT_UNANSWERED: N_("The payment was never answered"),
    DisputeReason.CLIENT_SILENT: N_("The client no longer answers"),
    DisputeReason.SELLER_LEFT: N_("The freelancer can no longer do it"),
    DisputeReason.CLIENT_LEFT: N_("The client can no longer go on"),
    DisputeReason.OTHER: N_("Something else"),
}
OUTCOMES: Mapping[DisputeOutcome, str] = {
    DisputeOutcome.FORCE_COMPLETE: N_("The order is ended as finished"),
    DisputeOutcome.FORCE_CANCEL: N_("The order is cancelled"),
    DisputeOutcome.UPHELD: N_("The complaint is upheld"),
    DisputeOutcome.DISMISSED: N_("The dispute is dismissed"),
}
# What the history says of each verb, and with which icon.
HISTORY: Mapping[str, tuple[str, str, str]] = {
    "place": ("clipboard-list", N_("You placed the order"), N_("{name} placed the order")),
    "accept-offer": ("clipboard-list", N_("You accepted the offer"), N_("{name} accepted the offer")),
    "submit-payment": ("file-text", N_("You declared a transfer"), N_("{name} declared a transfer")),
    "refuse-payment": (
        "circle-x",
        N_("You said that the payment did not arrive"),
        N_("{name} did not receive the payment"),
    ),
    "confirm-payment": ("banknote", N_("You confirmed the payment"), N_("{name} confirmed the payment")),
    "start": ("play", N_("You started the work"), N_("{name} started the work")),
    "answer-questions": (
        "clipboard-list",
        N_("You answered the questions"),
        N_("{name} answered the questions"),
    ),
    "submit-work": ("package", N_("You delivered the work"), N_("{name} delivered the work")),
    "request-revision": ("undo-2", N_("You asked for changes"), N_("{name} asked for changes")),
    "approve": ("circle-check", N_("You approved the work"), N_("{name} approved the work")),
    "cancel": ("circle-x", N_("You cancelled the order"), N_("{name} cancelled the order")),
    "ask-extension": ("calendar-plus", N_("You asked for more time"), N_("{name} asked for more time")),
    "accept-extension": ("calendar-check", N_("You agreed to more time"), N_("{name} agreed to more time")),
    "decline-extension": ("calendar-plus", N_("You declined more time"), N_("{name} declined more time")),
    "claim-non-delivery": (
        "triangle-alert",
        N_("You said that nothing was delivered"),
        N_("{name} says that nothing was delivered"),
    ),
    "answer-claim": ("megaphone", N_("You answered the claim"), N_("{name} answered the claim")),
    "open-dispute": ("gavel", N_("You opened a dispute"), N_("{name} opened a dispute")),
    "state": ("megaphone", N_("You gave your side"), N_("{name} gave their side")),
    "close-dispute": ("gavel", N_("You closed the dispute"), N_("The dispute was closed")),
    "force-complete": (
        "shield-check",
        N_("You ended the order as finished"),
        N_("Twiza ended the order as finished"),
    ),
    "force-cancel": ("shield-alert", N_("You cancelled the order"), N_("Twiza cancelled the order")),
}
BY_THE_CLOCK: Mapping[str, str] = {
    "start": N_("The work started by itself"),
    "approve": N_("The work counts as approved: nobody objected in time"),
    "cancel": N_("The order was cancelled: it was never paid"),
    "open-dispute": N_("A dispute opened by itself"),
}


def pill(status: OrderStatus, *, disputed: bool = False, late: bool = False) -> Pill:
    """The state in the reader's language; a dispute and a missed deadline come before it."""
    said = IN_DISPUTE if disputed else LATE if late else STATUS[status]
    return Pill(gettext(said.text), said.tone)


def pill_of(order: Order) -> Pill:
    return pill(order.status, disputed=order.disputed_at is not None, late=order.is_late)


def step(order: Order) -> int:
    """Where it stands among the steps; a cancelled order stands nowhere."""
    return _STEP.get(order.status, 0)


def named(name: str) -> str:
    """A name inside a sentence keeps its own direction, as `bdi` would."""
    return f"\u2068{called(name)}\u2069"


def called(name: str) -> str:
    """Whoever closed their account has no name any more, and their orders stay."""
    return name or gettext("A former member")


def moment(when: datetime) -> str:
    """A deadline as people say it: today, 18:00; tomorrow, 18:00; jeudi 26 novembre, 18:00."""
    at = format_date(when, "time")
    days = (clock.local(when).date() - clock.local(clock.now()).date()).days
    if days == 0:
        return gettext("today, {time}", time=at)
    if days == 1:
        return gettext("tomorrow, {time}", time=at)
    return gettext("{day}, {time}", day=format_date(when, "day"), time=at)


def happened(when: datetime) -> str:
    """A moment of the past, as short as it stays clear: 10:45 today, else 21 nov., 10:45."""
    local, today = clock.local(when), clock.local(clock.now())
    if local.date() == today.date():
        return format_date(when, "time")
    return format_date(when, "hour" if local.year == today.year else "moment")
