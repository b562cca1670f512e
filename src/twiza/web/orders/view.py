"""The room as its template reads it: every sentence said, every name chosen for whoever looks."""

from collections.abc import Sequence
from typing import Any

from twiza.gigs.covers import cover_url
from twiza.kit import clock
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import ngettext
from twiza.orders.models import Order, OrderStatus, Party
from twiza.orders.rooms import Room
from twiza.orders.states import BEFORE_THE_START
from twiza.reviews.access import may_still_write
from twiza.reviews.queries import Read
from twiza.web.orders import history, payment, quarrel, words
from twiza.web.orders.acts import act
from twiza.web.orders.files import shown_files
from twiza.web.orders.turns import Seen, turn
from twiza.web.templates import url

# Done at once from the sentence at the top, in this order; everything else stands below it, quieter.
_FOREMOST = (
    "confirm-payment",
    "start",
    "submit-work",
    "approve",
    "refuse-payment",
    "request-revision",
    "claim-non-delivery",
)
_BELOW = ("ask-extension", "open-dispute", "cancel")


def shown(room: Room, reviews: Sequence[Read], *, online: bool) -> dict[str, Any]:
    """Everything the template asks for."""
    return {
        **_agreed(room),
        **_next(room, reviews),
        **_people(room, online=online),
        "payment": payment.shown(room),
        "questions": _questions(room),
        "questions_wait": room.questions_wait and not room.order.has_ended,
        "may_answer": "answer-questions" in room.allowed_actions,
        "deliveries": _deliveries(room),
        "dispute": quarrel.shown(room),
        "reviews": reviews,
        "history": history.lines(room),
        "evidence": room.order.proofs > 0,
    }


def _agreed(room: Room) -> dict[str, Any]:
    """What was bought, on which terms, and how far it is."""
    order = room.order
    copied = (
        "id",
        "reference",
        "title",
        "package",
        "price",
        "contents",
        "delivery_days",
        "due_at",
        "created_at",
    )
    return {
        **{name: getattr(order, name) for name in copied},
        "path": f"/orders/{order.reference}",
        "cover_url": cover_url(order.cover),
        "revisions": _revisions(order.revisions),
        "revisions_left": _left(order),
        "pill": words.pill_of(order),
        "step": words.step(order),
        "steps": [_(text) for text in words.STEPS],
    }


def _people(room: Room, *, online: bool) -> dict[str, Any]:
    other = room.other
    return {
        "other": {
            "id": other.id,
            "name": words.called(other.name),
            "initials": other.initials,
            "avatar_url": other.avatar_url,
            "online": online,
        },
        "other_role": _("Freelancer") if room.party is Party.CLIENT else _("Client"),
        "freelancer_name": words.named(room.freelancer.name),
    }


def _next(room: Room, reviews: Sequence[Read]) -> dict[str, Any]:
    """Whose turn it is, and every button that the machine allows."""
    order, party, name, allowed = room.order, room.party, room.other.name, room.allowed_actions
    seen = Seen(
        order,
        party,
        words.named(name),
        is_disputed=order.disputed_at is not None,
        questions_wait=room.questions_wait,
        is_reviewed=not _may_review(room, reviews),
        ended_note=history.ending(room),
    )
    foremost = [act(verb, order, party, name) for verb in _FOREMOST if verb in allowed]
    below = [act(verb, order, party, name) for verb in _BELOW if verb in allowed]
    asked = [*_extension(room), *_claim(room)]
    answers = [one for each in asked for one in each["acts"]]
    return {
        "turn": turn(seen),
        "acts": foremost,
        "link": _link(seen, allowed),
        "asked": asked,
        "more": below,
        "dialogs": [one for one in [*foremost, *below, *answers] if one.asks or one.explain],
    }


def _may_review(room: Room, reviews: Sequence[Read]) -> bool:
    """Once each, and not for ever."""
    order = room.order
    mine = any(each.reviewer_id == room.viewer_id for each in reviews)
    return not mine and may_still_write(order.status, order.ended_at, clock.now())


def _link(seen: Seen, allowed: list[str]) -> dict[str, str] | None:
    """Where the next thing to do is on this page, when it is more than a button."""
    if "submit-payment" in allowed:
        return {"href": "#payment", "icon": "banknote", "text": _("Pay")}
    if seen.party is Party.CLIENT and seen.questions_wait and "answer-questions" in allowed:
        return {"href": "#questions", "icon": "clipboard-list", "text": _("Answer")}
    if seen.order.status is OrderStatus.COMPLETED and not seen.is_reviewed:
        path = url(f"/orders/{seen.order.id}/review")
        return {"href": path, "icon": "star", "text": _("Write a review")}
    if seen.order.status is OrderStatus.SUBMITTED and seen.party is Party.CLIENT:
        return {"href": "#deliveries", "icon": "package", "text": _("See the delivery")}
    return None


def _extension(room: Room) -> list[dict[str, Any]]:
    """What waits beside the order's own course: more time asked for…"""
    extension, name = room.extension, room.other.name
    if extension is None:
        return []
    days = ngettext("{n} day", "{n} days", extension.days)
    if extension.by_id == room.viewer_id:
        title = _("You asked for {days} more", days=days)
    else:
        title = _("{name} asks for {days} more", name=words.named(name), days=days)
    more = {"extension": str(extension.id)}
    verbs = [verb for verb in ("accept-extension", "decline-extension") if verb in room.allowed_actions]
    answers = [act(verb, room.order, room.party, name, more=more) for verb in verbs]
    return [{"icon": "calendar-plus", "title": title, "text": extension.reason, "left": "", "acts": answers}]


def _claim(room: Room) -> list[dict[str, Any]]:
    """… and the word of the client that nothing came."""
    claim, name = room.claim, room.other.name
    if claim is None:
        return []
    mine = room.party is Party.CLIENT
    said = _("You said that nothing was delivered")
    title = said if mine else _("{name} says that nothing was delivered", name=words.named(name))
    left = _("An answer is due before {moment}.", moment=words.moment(claim.answer_due_at))
    more = {"claim": str(claim.id)}
    answers = [] if mine else [act("answer-claim", room.order, room.party, name, more=more)]
    return [{"icon": "triangle-alert", "title": title, "text": claim.details, "left": left, "acts": answers}]


def _questions(room: Room) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "question": row.question,
            "answer": row.answer,
            "required": row.required,
            "open": not row.answer or room.order.status in BEFORE_THE_START,
        }
        for row in room.answers
    ]


def _deliveries(room: Room) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "note": row.note,
            "at": row.created_at,
            "when": words.happened(row.created_at),
            "files": shown_files(file for file in room.files if file.delivery_id == row.id),
        }
        for row in reversed(room.deliveries)
    ]


def _revisions(count: int | None) -> str:
    if count is None:
        return _("changes as often as needed")
    return ngettext("{n} round of changes", "{n} rounds of changes", count)


def _left(order: Order) -> str:
    left = order.revisions_left
    if left is None:
        return _("as many as needed")
    return _("{left} of {all} left", left=left, all=order.revisions)
