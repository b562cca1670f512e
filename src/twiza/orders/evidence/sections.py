"""The sections of an order's evidence, from what its viewer may see."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from twiza.kit.i18n import N_, format_date, format_money, ngettext, number
from twiza.kit.i18n import gettext as _
from twiza.orders.disputes.models import Dispute, DisputeOutcome, DisputeReason
from twiza.orders.evidence.telling import Attached, Entry, Fact, Section, lines
from twiza.orders.kinds import FileRole, OrderStatus, Party
from twiza.orders.models import OrderChange, PaymentProof
from twiza.orders.rooms import Room, RoomFile

STATUS: Mapping[OrderStatus, str] = {
    OrderStatus.PENDING_PAYMENT: N_("Payment awaited"),
    OrderStatus.PAYMENT_SUBMITTED: N_("Payment to confirm"),
    OrderStatus.PAYMENT_CONFIRMED: N_("Payment confirmed"),
    OrderStatus.IN_PROGRESS: N_("Work under way"),
    OrderStatus.SUBMITTED: N_("Delivery to review"),
    OrderStatus.REVISION_REQUESTED: N_("Changes requested"),
    OrderStatus.COMPLETED: N_("Finished"),
    OrderStatus.CANCELLED: N_("Cancelled"),
}
REASONS: Mapping[DisputeReason, str] = {
    DisputeReason.NOT_DELIVERED: N_("Nothing was delivered"),
    DisputeReason.NOT_AS_AGREED: N_("The work isn’t what was agreed"),
    DisputeReason.PAYMENT_REFUSED: N_("The payment was sent, and refused"),
    DisputeReason.PAYMENT_UNANSWERED: N_("The payment was never answered"),
    DisputeReason.CLIENT_SILENT: N_("The client no longer answers"),
    DisputeReason.SELLER_LEFT: N_("The freelancer can no longer do it"),
    DisputeReason.CLIENT_LEFT: N_("The client’s account is closed"),
    DisputeReason.OTHER: N_("Something else"),
}
OUTCOMES: Mapping[DisputeOutcome, str] = {
    DisputeOutcome.FORCE_COMPLETE: N_("The order is ended as finished"),
    DisputeOutcome.FORCE_CANCEL: N_("The order is cancelled"),
    DisputeOutcome.UPHELD: N_("The complaint is upheld"),
    DisputeOutcome.DISMISSED: N_("The dispute is dismissed"),
}
_DID: Mapping[str, str] = {
    "place": N_("{name} placed the order"),
    "accept-offer": N_("{name} accepted the offer"),
    "submit-payment": N_("{name} declared a transfer"),
    "refuse-payment": N_("{name} did not receive the payment"),
    "confirm-payment": N_("{name} confirmed the payment"),
    "start": N_("{name} started the work"),
    "answer-questions": N_("{name} answered the questions"),
    "submit-work": N_("{name} delivered the work"),
    "request-revision": N_("{name} asked for changes"),
    "approve": N_("{name} approved the work"),
    "cancel": N_("{name} cancelled the order"),
    "ask-extension": N_("{name} asked for more time"),
    "accept-extension": N_("{name} agreed to more time"),
    "decline-extension": N_("{name} declined more time"),
    "claim-non-delivery": N_("{name} says that nothing was delivered"),
    "answer-claim": N_("{name} answered the claim"),
    "open-dispute": N_("{name} opened a dispute"),
    "state": N_("{name} gave their side"),
    "close-dispute": N_("The dispute was closed"),
    "force-complete": N_("Twiza ended the order as finished"),
    "force-cancel": N_("Twiza cancelled the order"),
}
_BY_THE_CLOCK: Mapping[str, str] = {
    "start": N_("The work started by itself"),
    "approve": N_("The work counts as approved: nobody objected in time"),
    "cancel": N_("The order was cancelled: it was never paid"),
    "open-dispute": N_("A dispute opened by itself"),
}


def of_order(room: Room) -> list[Section]:
    """Everything but the history, in the order in which it happens."""
    return [
        _terms(room),
        Section(
            _("Questions before the start"), [_fact(one.question, one.answer or "–") for one in room.answers]
        ),
        Section(_("Payments"), entries=[_proof(one, room) for one in room.proofs]),
        Section(_("Deliveries"), entries=_deliveries(room)),
        Section(_("More time"), entries=_extensions(room)),
        Section(_("Claims of non-delivery"), entries=list(_claims(room))),
        Section(_("Disputes"), entries=[entry for one in room.disputes for entry in _dispute(one, room)]),
    ]


def history(room: Room) -> Section:
    """Each change: who, when, from what to what."""
    return Section(_("History"), entries=[_change(one, room) for one in room.history])


def _terms(room: Room) -> Section:
    order = room.order
    unlimited = order.revisions is None
    facts = [
        _fact(_("State"), _(STATUS[order.status])),
        _fact(_("Client"), room.client.full_name or "–"),
        _fact(_("Freelancer"), room.freelancer.full_name or "–"),
        _fact(_("Package"), order.package),
        _fact(_("What’s in it"), order.contents),
        _fact(_("Price"), format_money(order.price)),
        _fact(_("Delivery"), ngettext("{n} day", "{n} days", order.delivery_days)),
        _fact(_("Changes included"), _("as many as needed") if unlimited else number(order.revisions or 0)),
        _fact(_("Terms of use accepted"), _("version {version}", version=order.terms_version)),
        _fact(_("Ordered on"), _when(order.created_at)),
        *([_fact(_("Deadline"), _when(order.due_at))] if order.due_at else []),
        *([_fact(_("Ended on"), _when(order.ended_at))] if order.ended_at else []),
    ]
    return Section(_("What was agreed"), facts)


def _proof(proof: PaymentProof, room: Room) -> Entry:
    flags: list[str] = []
    if proof.used_before:
        flags.append(_("This transaction number was already declared for another payment."))
    if proof.amount_differs:
        flags.append(
            _("The amount isn’t the price of the order: {price}.", price=format_money(room.order.price))
        )
    told = [
        _("{amount}, paid by {name}, transaction {number}", amount=format_money(proof.amount),
          name=_isolated(proof.payer_name or "–"), number=_isolated(proof.transaction_id)),
        _("Confirmed by the freelancer") if proof.verified else "",
        _("Not received: {reason}", reason=proof.refusal) if proof.refused_at else "",
    ]  # fmt: skip
    files = _files(one for one in room.files if one.proof_id == proof.id)
    return Entry(
        _("Declared transfer"),
        _when(proof.submitted_at),
        lines("\n".join(line for line in told if line)),
        flags,
        files,
    )


def _deliveries(room: Room) -> list[Entry]:
    return [
        _entry(
            _("Delivery {n}", n=number(one.number)),
            one.created_at,
            one.note,
            _files(file for file in room.files if file.delivery_id == one.id),
        )
        for one in room.deliveries
    ]


def _extensions(room: Room) -> list[Entry]:
    answers = {True: _("Accepted"), False: _("Declined"), None: _("Without an answer")}
    return [
        _entry(
            ngettext("{name}: {n} day more", "{name}: {n} days more", one.days, name=_name(room, one.by_id)),
            one.created_at,
            f"{one.reason}\n{answers[one.accepted]}",
        )
        for one in room.extensions
    ]


def _claims(room: Room) -> Iterable[Entry]:
    for one in room.claims:
        yield _entry(_("{name} says that nothing was delivered", name=_name(room, room.client.id)),
                     one.created_at, one.details)  # fmt: skip
        if one.answered_at:
            name = _name(room, room.freelancer.id)
            yield _entry(_("{name} answered the claim", name=name), one.answered_at, one.answer)


def _dispute(dispute: Dispute, room: Room) -> Iterable[Entry]:
    by = _name(room, dispute.opened_by_id)
    opened = (
        _("{name} opened a dispute", name=by) if dispute.opened_by_id else _("A dispute opened by itself")
    )
    evidence = [one for one in room.files if one.role is FileRole.EVIDENCE and one.dispute_id == dispute.id]
    told = "\n".join(line for line in (_(REASONS[dispute.reason]), dispute.details) if line)
    yield _entry(
        opened, dispute.created_at, told, _files(one for one in evidence if one.statement_id is None)
    )
    for said in room.statements:
        if said.dispute_id == dispute.id:
            files = _files(one for one in evidence if one.statement_id == said.id)
            title = _("{name} gave their side", name=_name(room, said.by_id))
            yield _entry(title, said.created_at, said.text, files)
    if dispute.outcome and dispute.closed_at:
        yield _entry(_(OUTCOMES[dispute.outcome]), dispute.closed_at, dispute.decision)


def _change(change: OrderChange, room: Room) -> Entry:
    if change.party is Party.CLOCK and change.verb in _BY_THE_CLOCK:
        did = _(_BY_THE_CLOCK[change.verb])
    else:
        did = _(_DID.get(change.verb, change.verb), name=_name(room, change.actor_id))
    moved = change.from_status is not None and change.from_status is not change.to_status
    return _entry(did, change.at, _("State: {state}", state=_(STATUS[change.to_status])) if moved else "")


def _name(room: Room, account_id: UUID | None) -> str:
    person = room.person(account_id)
    return _isolated(person.full_name) if person and person.full_name else _("Twiza")


def _isolated(text: str) -> str:
    """A name inside a sentence keeps its own direction."""
    return f"\u2068{text}\u2069"


def _when(moment: datetime) -> str:
    return format_date(moment, "moment")


def _fact(label: str, text: str) -> Fact:
    return Fact(label, lines(text))


def _entry(title: str, moment: datetime, text: str = "", files: Sequence[Attached] = ()) -> Entry:
    return Entry(title, _when(moment), lines(text), files=files)


def _files(found: Iterable[RoomFile]) -> list[Attached]:
    return [
        Attached(
            _isolated(one.name),
            _("{size} kB", size=number(round(one.bytes / 1000, 1))),
            f"SHA-256 {one.sha256}",
        )
        for one in found
    ]
