"""The history of an order in sentences: who did what, seen from one side."""

from typing import Any

from twiza.kit.i18n import gettext as _
from twiza.orders.models import OrderChange, OrderStatus, Party
from twiza.orders.rooms import Room
from twiza.web.orders import words

# These words stand elsewhere in the room, at full length.
_TOLD_ELSEWHERE = frozenset(
    {"open-dispute", "close-dispute", "ask-extension", "answer-claim", "claim-non-delivery"}
)


def lines(room: Room) -> list[dict[str, Any]]:
    """Newest first; an administrator reads it about both, by name."""
    return [_line(room, change) for change in reversed(room.history)]


def ending(room: Room) -> str:
    """How a cancelled order came to its end, and why."""
    if room.order.status is not OrderStatus.CANCELLED:
        return ""
    last = next((row for row in reversed(room.history) if row.to_status is OrderStatus.CANCELLED), None)
    if last is None:
        return ""
    said = _sentence(room, last)
    return _("{what}: {why}", what=said, why=last.note) if last.note else said


def _line(room: Room, change: OrderChange) -> dict[str, Any]:
    icon = words.HISTORY[change.verb][0] if change.verb in words.HISTORY else "circle-check"
    return {
        "icon": icon,
        "text": _sentence(room, change),
        "note": "" if change.verb in _TOLD_ELSEWHERE else change.note,
        "at": change.at,
        "when": words.happened(change.at),
    }


def _sentence(room: Room, change: OrderChange) -> str:
    if change.party is Party.CLOCK and change.verb in words.BY_THE_CLOCK:
        return _(words.BY_THE_CLOCK[change.verb])
    _icon, mine, theirs = words.HISTORY.get(change.verb, ("", change.verb, change.verb))
    if change.actor_id is not None and change.actor_id == room.viewer_id:
        return _(mine)
    actor = room.person(change.actor_id)
    return _(theirs, name=words.named(actor.name) if actor else _("Twiza"))
