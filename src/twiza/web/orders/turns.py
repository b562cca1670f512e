"""What comes next in an order and whose turn it is, in a title, a sentence and a deadline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from twiza.kit import clock
from twiza.kit.i18n import format_date, format_money
from twiza.kit.i18n import gettext as _
from twiza.orders.models import Order, OrderStatus, Party
from twiza.web.orders.words import moment

_MINE, _THEIRS, _DONE, _BAD = "warn", "info", "ok", "bad"


@dataclass(frozen=True)
class Seen:
    """An order as one side looks at it: who the other is, and what stands in the way."""

    order: Order
    party: Party
    other: str
    is_disputed: bool = False
    questions_wait: bool = False
    is_reviewed: bool = False
    ended_note: str = ""


@dataclass(frozen=True)
class Turn:
    """The sentence at the top of the room; `until` is the moment when the clock acts or the time is over."""

    tone: str
    icon: str
    title: str
    text: str = ""
    until: datetime | None = None

    @property
    def left(self) -> str:
        """How long there is still, or how long ago it was over."""
        return format_date(self.until, "ago") if self.until else ""

    @property
    def is_urgent(self) -> bool:
        """Whether it is this side that has to do something, or something has gone wrong."""
        return self.tone in {_MINE, _BAD}


def turn(seen: Seen) -> Turn:
    """Whose turn it is; a dispute stops everything else."""
    if seen.is_disputed and not seen.order.has_ended:
        return Turn(
            _BAD,
            "gavel",
            _("A dispute is open: the clock has stopped"),
            _("Say your side below. An administrator decides afterwards, for both to read."),
        )
    return _TURNS[seen.order.status, seen.party](seen)


def _to_pay(seen: Seen) -> Turn:
    ends = seen.order.cancels_itself_at
    text = _("Then tell {name} about your transfer.", name=seen.other)
    if ends:
        text = _("Without a payment, the order is cancelled {moment}.", moment=moment(ends))
    if seen.order.payment_refusals:
        text = _("{name} did not receive the last one. Check it, then declare it again.", name=seen.other)
    price = format_money(seen.order.price)
    return Turn(_MINE, "banknote", _("Pay {price} to {name}", price=price, name=seen.other), text, ends)


def _awaiting_payment(seen: Seen) -> Turn:
    return Turn(
        _THEIRS,
        "clock",
        _("{name} has to pay you", name=seen.other),
        _("{name} sees your bank details. Don’t start before you have the money.", name=seen.other),
        seen.order.cancels_itself_at,
    )


def _to_confirm(seen: Seen) -> Turn:
    due = seen.order.payment_answer_due_at
    return Turn(
        _MINE,
        "banknote",
        _("{name} declared a transfer: has it arrived?", name=seen.other),
        _("Look at your account, then answer before {moment}.", moment=moment(due)) if due else "",
        due,
    )


def _awaiting_confirmation(seen: Seen) -> Turn:
    due = seen.order.payment_answer_due_at
    return Turn(
        _THEIRS,
        "clock",
        _("{name} is checking your payment", name=seen.other),
        _("Without an answer {moment}, a dispute opens by itself.", moment=moment(due)) if due else "",
        due,
    )


def _to_start(seen: Seen) -> Turn:
    if seen.questions_wait:
        return Turn(
            _THEIRS,
            "clipboard-list",
            _("{name} has questions to answer first", name=seen.other),
            _("The work can start once they are answered."),
        )
    starts = seen.order.starts_itself_at
    text = _("It starts by itself {moment}.", moment=moment(starts)) if starts else ""
    return Turn(_MINE, "play", _("The payment is confirmed: start the work"), text, starts)


def _awaiting_start(seen: Seen) -> Turn:
    if seen.questions_wait:
        return Turn(
            _MINE,
            "clipboard-list",
            _("{name} needs your answers", name=seen.other),
            _("The work starts once the questions below are answered."),
        )
    starts = seen.order.starts_itself_at
    text = _("It starts at the latest {moment}.", moment=moment(starts)) if starts else ""
    return Turn(_THEIRS, "clock", _("{name} is about to start", name=seen.other), text, starts)


def _to_deliver(seen: Seen) -> Turn:
    due = seen.order.due_at or clock.now()
    if seen.order.is_late:
        text = _("Deliver now, or ask {name} for more time.", name=seen.other)
        return Turn(
            _BAD, "triangle-alert", _("The deadline has passed: {moment}", moment=moment(due)), text, due
        )
    return Turn(_MINE, "clock", _("Deliver by {moment}", moment=moment(due)), "", due)


def _awaiting_delivery(seen: Seen) -> Turn:
    due = seen.order.due_at or clock.now()
    if seen.order.is_late:
        text = _("Write to {name}, or say that nothing was delivered.", name=seen.other)
        return Turn(
            _BAD, "triangle-alert", _("The deadline has passed: {moment}", moment=moment(due)), text, due
        )
    title = _("{name} is working on it", name=seen.other)
    return Turn(_THEIRS, "clock", title, _("Delivery before {moment}.", moment=moment(due)), due)


def _to_review(seen: Seen) -> Turn:
    ends = seen.order.approves_itself_at
    text = _("Without an answer {moment}, it counts as approved.", moment=moment(ends)) if ends else ""
    return Turn(_MINE, "package", _("Your delivery is here: is it as agreed?"), text, ends)


def _awaiting_approval(seen: Seen) -> Turn:
    ends = seen.order.approves_itself_at
    text = _("Without an answer {moment}, it counts as approved.", moment=moment(ends)) if ends else ""
    return Turn(_THEIRS, "clock", _("{name} is looking at your delivery", name=seen.other), text, ends)


def _to_revise(seen: Seen) -> Turn:
    title = _("{name} asks for changes", name=seen.other)
    return Turn(_MINE, "undo-2", title, _("Read what is missing, then deliver again."))


def _awaiting_revision(seen: Seen) -> Turn:
    return Turn(_THEIRS, "clock", _("{name} is working on your changes", name=seen.other))


def _finished(seen: Seen) -> Turn:
    text = "" if seen.is_reviewed else _("Tell others how working with {name} went.", name=seen.other)
    return Turn(_DONE, "circle-check", _("The order is finished"), text)


def _cancelled(seen: Seen) -> Turn:
    return Turn("grey", "circle-x", _("The order is cancelled"), seen.ended_note)


_TURNS: Mapping[tuple[OrderStatus, Party], Callable[[Seen], Turn]] = {
    (OrderStatus.PENDING_PAYMENT, Party.CLIENT): _to_pay,
    (OrderStatus.PENDING_PAYMENT, Party.FREELANCER): _awaiting_payment,
    (OrderStatus.PAYMENT_SUBMITTED, Party.CLIENT): _awaiting_confirmation,
    (OrderStatus.PAYMENT_SUBMITTED, Party.FREELANCER): _to_confirm,
    (OrderStatus.PAYMENT_CONFIRMED, Party.CLIENT): _awaiting_start,
    (OrderStatus.PAYMENT_CONFIRMED, Party.FREELANCER): _to_start,
    (OrderStatus.IN_PROGRESS, Party.CLIENT): _awaiting_delivery,
    (OrderStatus.IN_PROGRESS, Party.FREELANCER): _to_deliver,
    (OrderStatus.SUBMITTED, Party.CLIENT): _to_review,
    (OrderStatus.SUBMITTED, Party.FREELANCER): _awaiting_approval,
    (OrderStatus.REVISION_REQUESTED, Party.CLIENT): _awaiting_revision,
    (OrderStatus.REVISION_REQUESTED, Party.FREELANCER): _to_revise,
    (OrderStatus.COMPLETED, Party.CLIENT): _finished,
    (OrderStatus.COMPLETED, Party.FREELANCER): _finished,
    (OrderStatus.CANCELLED, Party.CLIENT): _cancelled,
    (OrderStatus.CANCELLED, Party.FREELANCER): _cancelled,
}
