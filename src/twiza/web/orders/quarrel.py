"""The dispute of an order as its room shows it: both sides, the evidence, the decision."""

from typing import Any
from uuid import UUID

from twiza.kit.i18n import gettext as _
from twiza.orders.disputes.models import Dispute
from twiza.orders.rooms import Room
from twiza.web.orders import words
from twiza.web.orders.acts import act
from twiza.web.orders.files import shown_files
from twiza.web.orders.words import Pill


def shown(room: Room) -> dict[str, Any] | None:
    """The latest dispute, open or decided; None when the two always agreed."""
    if not room.disputes:
        return None
    dispute = room.disputes[-1]
    form = None
    if "state" in room.allowed_actions:
        form = act("state", room.order, room.party, room.other.name, more={"dispute": str(dispute.id)})
    is_open = dispute.closed_at is None
    due = _("Both sides are heard until {moment}.", moment=words.moment(dispute.answer_due_at))
    return {
        "pill": pill(dispute),
        "deadline": due if is_open else "",
        "outcome": _(words.OUTCOMES[dispute.outcome]) if dispute.outcome else "",
        "decision": dispute.decision,
        "said": said(room, dispute),
        "form": form,
    }


def pill(dispute: Dispute) -> Pill:
    return Pill(_("Open"), "terracotta") if dispute.closed_at is None else Pill(_("Decided"), "mint")


def said(room: Room, dispute: Dispute) -> list[dict[str, Any]]:
    """The opening and every statement, in the order they were made, each with its files."""
    opened = {
        "title": _opening(room, dispute),
        "text": dispute.details,
        "at": dispute.created_at,
        "when": words.happened(dispute.created_at),
        "files": shown_files(
            file for file in room.files if file.dispute_id == dispute.id and file.statement_id is None
        ),
    }
    return [
        opened,
        *(
            {
                "title": _("You") if row.by_id == room.viewer_id else _name(room, row.by_id),
                "text": row.text,
                "at": row.created_at,
                "when": words.happened(row.created_at),
                "files": shown_files(file for file in room.files if file.statement_id == row.id),
            }
            for row in room.statements
            if row.dispute_id == dispute.id
        ),
    ]


def _opening(room: Room, dispute: Dispute) -> str:
    reason, by = _(words.REASONS[dispute.reason]), dispute.opened_by_id
    if by is None:
        return _("By the rules: {reason}", reason=reason)
    if by == room.viewer_id:
        return _("You: {reason}", reason=reason)
    return _("{name}: {reason}", name=_name(room, by), reason=reason)


def _name(room: Room, account_id: UUID) -> str:
    person = room.person(account_id)
    return words.named(person.name) if person else _("Twiza")
