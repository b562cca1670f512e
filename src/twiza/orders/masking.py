"""The privacy shield in an order: phone numbers in what the other side wrote are hidden from whoever looks.

Payment details are exempt: whoever pays needs them whole.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from twiza.accounts.shielding import masked

if TYPE_CHECKING:
    from twiza.orders.rooms import Room


def mask(room: "Room") -> None:
    """The rows of a room belong to no session, so this changes only what is shown."""
    client, freelancer = room.client.id, room.freelancer.id
    _hide(room, freelancer, room.order, "title", "package", "contents")
    for change in room.history:
        if change.party.value != "admin":
            _hide(room, change.actor_id, change, "note")
    for asked in room.answers:
        _hide(room, freelancer, asked, "question")
        _hide(room, client, asked, "answer")
    for proof in room.proofs:
        _hide(room, freelancer, proof, "refusal")
    for delivery in room.deliveries:
        _hide(room, freelancer, delivery, "note")
    for extension in room.extensions:
        _hide(room, extension.by_id, extension, "reason")
    for dispute in room.disputes:
        _hide(room, dispute.opened_by_id, dispute, "details")
    for statement in room.statements:
        _hide(room, statement.by_id, statement, "text")
    for claim in room.claims:
        _hide(room, client, claim, "details")
        _hide(room, freelancer, claim, "answer")


def _hide(room: "Room", author: UUID | None, row: Any, *fields: str) -> None:
    if author == room.viewer_id:
        return
    for field in fields:
        setattr(row, field, masked(getattr(row, field)))
