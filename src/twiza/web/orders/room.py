"""GET /orders/{key}: the room of an order, whole, as a fragment, or with a form that came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from twiza.kit import ids
from twiza.kit.db import reading
from twiza.kit.errors import DomainError, Invalid
from twiza.kit.i18n import gettext as _
from twiza.messaging import presence
from twiza.orders import rooms
from twiza.orders.models import OrderStatus
from twiza.orders.rooms import Room
from twiza.reviews import queries as reviews
from twiza.reviews.queries import Read
from twiza.web.messages.showing import order_chat
from twiza.web.orders import view
from twiza.web.orders.asks import Typed
from twiza.web.page import render
from twiza.web.session import require_viewer

_BODY = "orders/room_body.html"
# Their forms stand in the room itself, not in a sheet.
_IN_PLACE = frozenset({"submit-payment", "answer-questions", "state"})


@dataclass(frozen=True)
class Refused:
    """A form that could not be carried out: what it wanted, what it brought, why not."""

    verb: str
    typed: Typed
    error: DomainError


async def show(request: Request) -> Response:
    return await answer(request, request.path_params["key"])


async def fragment(request: Request) -> Response:
    """The room alone, for pages that hear that something changed."""
    return await answer(request, request.path_params["key"], template=_BODY)


async def answer(
    request: Request, key: str, refused: Refused | None = None, *, template: str = "orders/room.html"
) -> Response:
    """The room as it stands at this moment; a refused form keeps its texts."""
    viewer = require_viewer(request)
    async with reading() as connection:
        found = await rooms.room(connection, ids.parse(key) or key.upper(), viewer.id)
        other, back = found.other.id, f"/orders/{found.order.reference}"
        if template == _BODY:
            seen = await presence.seen(connection, viewer.id, [other])
            chat: Mapping[str, Any] = {"is_online": presence.is_online(seen.get(other))}
        else:
            chat = await order_chat(connection, viewer, other, found.order.id, back=back)
        said = await _reviews(connection, found)
    room = view.shown(found, said, online=chat["is_online"])
    status = refused.error.status if refused else 200
    return render(request, template, status, room=room, **chat, **_form(room, refused))


async def _reviews(connection: AsyncConnection, room: Room) -> Sequence[Read]:
    """What the two said of each other, once there is something to say."""
    if room.order.status is not OrderStatus.COMPLETED:
        return []
    return await reviews.of_order(connection, room.order.id, room.viewer_id)


def _form(room: dict[str, Any], refused: Refused | None) -> dict[str, Any]:
    """Where the form goes: back into its place with its faults, or into words when its time is over."""
    nothing: dict[str, Any] = {
        "doing": None,
        "moved_on": None,
        "refused_verb": "",
        "typed": {},
        "errors": {},
    }
    if refused is None:
        return nothing
    if not isinstance(refused.error, Invalid):
        return {**nothing, "moved_on": _moved_on(refused)}
    errors = {name.replace("answers.", "answer-"): text for name, text in refused.error.field_texts().items()}
    if refused.typed.files:
        errors.setdefault("files", _("Choose the files again: browsers don’t keep them."))
    given = {"refused_verb": refused.verb, "typed": refused.typed.texts, "errors": errors}
    doing = next((act for act in room["dialogs"] if act.verb == refused.verb), None)
    if doing is not None:
        room["dialogs"] = [act for act in room["dialogs"] if act is not doing]
        return {**nothing, **given, "doing": doing}
    if refused.verb in _IN_PLACE:
        return {**nothing, **given}
    return {**nothing, "moved_on": _moved_on(refused)}


def _moved_on(refused: Refused) -> dict[str, Any]:
    return {
        "title": _("Nothing was changed"),
        "text": refused.error.text(),
        "kept": refused.typed.sentences(),
    }
