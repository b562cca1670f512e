"""Orders and offers as JSON, from what the domain reads."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from twiza.api.answers import since
from twiza.kit import clock, storage
from twiza.kit.i18n import format_money
from twiza.orders.disputes.models import Dispute
from twiza.orders.kinds import Party
from twiza.orders.models import Order
from twiza.orders.people import Person
from twiza.orders.queries import Listed, Room, RoomFile
from twiza.payments.models import PayoutDetails, PayoutKind
from twiza.payments.ribs import Rib

Shape = dict[str, object]
_ALARMS: Mapping[str, str] = {
    "start": "starts_itself_at",
    "approve": "approves_itself_at",
    "cancel": "cancels_itself_at",
    "open-dispute": "payment_answer_due_at",
}


def whole(room: Room) -> Shape:
    """The order as its viewer may see it."""
    order = room.order
    return {
        **_head(order, room.party, room.client, room.freelancer),
        "contents": order.contents,
        "delivery_days": order.delivery_days,
        "revisions": order.revisions,
        "revisions_left": order.revisions_left,
        "terms_version": order.terms_version,
        "paid_at": order.paid_at,
        "started_at": order.started_at,
        "delivered_at": order.delivered_at,
        "ended_at": order.ended_at,
        "alarms": _alarms(order),
        "payout": payout(room.payout) if room.payout else None,
        "questions": [
            _plain(one, "id", "question", "required", "answer", "answered_at") for one in room.answers
        ],
        "proofs": _proofs(room),
        "deliveries": [
            {**_plain(one, "id", "number", "note"), **since(one.created_at)} for one in room.deliveries
        ],
        "extensions": [
            {
                **_plain(one, "id", "by_id", "days", "reason", "accepted", "answered_at"),
                **since(one.created_at),
            }
            for one in room.extensions
        ],
        "claims": _claims(room),
        "disputes": [_dispute(one, room) for one in room.disputes],
        "files": [_file(one, room.viewer_id) for one in room.files],
        "history": _history(room),
        "allowed_actions": room.allowed_actions,
    }


def listed(one: Listed, viewer: Person) -> Shape:
    """One order of a list; the viewer is the side that the list doesn't name."""
    sides = (viewer, one.other) if one.party is Party.CLIENT else (one.other, viewer)
    return {**_head(one.order, one.party, *sides), "allowed_actions": one.allowed_actions}


def payout(details: PayoutDetails) -> Shape:
    iban = Rib(details.rib).iban if details.kind is PayoutKind.BANK else ""
    return {**_plain(details, "kind", "holder", "rib", "bank", "provider", "wallet"), "iban": iban}


def at(name: str, moment: datetime | None) -> Shape:
    """A moment in UTC and as people in Morocco read it."""
    return {f"{name}_at": moment, f"{name}_local": clock.local_text(moment) if moment else None}


def _head(order: Order, party: Party, client: Person, freelancer: Person) -> Shape:
    return {
        **_plain(order, "id", "reference", "gig_id", "status", "stage", "payment_status", "title", "price"),
        "package": {"tier": order.tier, "title": order.package},
        "price_text": format_money(order.price),
        "your_part": party,
        "client": _person(client),
        "freelancer": _person(freelancer),
        "is_late": order.is_late,
        "is_disputed": order.disputed_at is not None,
        **at("due", order.due_at),
        **since(order.created_at),
    }


def _person(person: Person) -> Shape:
    return _plain(person, "id", "name", "avatar_url", "identity_verified")


def _plain(row: object, *names: str) -> Shape:
    return {name: getattr(row, name) for name in names}


def _alarms(order: Order) -> list[Shape]:
    """None during a dispute: the clock stands still."""
    rings = {verb: getattr(order, name) for verb, name in _ALARMS.items()}
    return [
        {"verb": verb, "at": moment, "local": clock.local_text(moment)}
        for verb, moment in rings.items()
        if moment is not None and order.disputed_at is None
    ]


def _proofs(room: Room) -> list[Shape]:
    plain = (
        "id", "transaction_id", "payer_name", "amount", "used_before", "amount_differs", "verified",
        "refused_at", "refusal",
    )  # fmt: skip
    return [
        {**_plain(one, *plain), "amount_text": format_money(one.amount), **at("submitted", one.submitted_at)}
        for one in room.proofs
    ]


def _claims(room: Room) -> list[Shape]:
    plain = ("id", "details", "answer", "answered_at", "closed_at")
    return [
        {**_plain(one, *plain), **at("answer_due", one.answer_due_at), **since(one.created_at)}
        for one in room.claims
    ]


def _dispute(dispute: Dispute, room: Room) -> Shape:
    said = (one for one in room.statements if one.dispute_id == dispute.id)
    return {
        **_plain(dispute, "id", "opened_by_id", "reason", "details", "outcome", "decision", "closed_at"),
        **at("answer_due", dispute.answer_due_at),
        **since(dispute.created_at),
        "statements": [{**_plain(one, "id", "by_id", "text"), **since(one.created_at)} for one in said],
    }


def _file(file: RoomFile, viewer_id: UUID) -> Shape:
    plain = (
        "id", "role", "by_id", "name", "media_type", "bytes", "proof_id", "delivery_id", "dispute_id",
        "statement_id",
    )  # fmt: skip
    return {**_plain(file, *plain), "url": storage.signed_link(file.id, viewer_id)}


def _history(room: Room) -> list[Shape]:
    plain = ("verb", "party", "actor_id", "from_status", "to_status", "note", "at")
    return [{**_plain(one, *plain), "local": clock.local_text(one.at)} for one in room.history]
