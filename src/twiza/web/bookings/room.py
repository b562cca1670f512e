"""GET /bookings/{key}: the room of a booking, whole, as a fragment, or with a form that came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from twiza.bookings import queries
from twiza.bookings.allowing import is_ahead
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.rooms import Room
from twiza.kit import clock, ids
from twiza.kit.db import reading
from twiza.kit.errors import DomainError, Invalid
from twiza.kit.i18n import gettext as _
from twiza.messaging import presence
from twiza.web.bookings import around, consequences, family, free_hours, view
from twiza.web.bookings.free_hours import Calendar
from twiza.web.bookings.view import Beside
from twiza.web.orders.asks import Typed
from twiza.web.page import render
from twiza.web.session import require_viewer

_BODY = "bookings/room_body.html"


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
    request: Request, key: str, refused: Refused | None = None, *, template: str = "bookings/room.html"
) -> Response:
    """The room as it stands at this moment; a refused form keeps its texts."""
    viewer = require_viewer(request)
    async with reading() as connection:
        found = await queries.room(connection, ids.parse(key) or key.upper(), viewer.id)
        beside = await _beside(connection, found)
        seen = await presence.seen(connection, viewer.id, [found.other.id])
        chat: Mapping[str, Any] = {"is_online": presence.is_online(seen.get(found.other.id))}
        if template != _BODY:
            chat = {**chat, **await around.chat(connection, viewer, found)}
    room = view.shown(found, beside)
    status = refused.error.status if refused else 200
    return render(request, template, status, room=room, **chat, **_form(room, refused))


async def _beside(connection: AsyncConnection, room: Room) -> Beside:
    """Read only what this side may need at this point."""
    booking, allowed = room.booking, room.allowed_actions
    durations: list[dict[str, Any]] = []
    if "confirm" in allowed:
        durations = (await Calendar.read(connection, booking.pro_id)).durations(booking.starts_at)
    longer: list[tuple[str, str]] = []
    if (
        booking.status is BookingStatus.CONFIRMED
        and room.party is BookingParty.PRO
        and is_ahead(booking, clock.now())
    ):
        longer = (await Calendar.read(connection, booking.pro_id)).longer(booking)
    hours: list[tuple[str, str]] = []
    if "reschedule" in allowed:
        hours = await free_hours.to_move(connection, booking)
    waiting: list[Any] = []
    if booking.status is BookingStatus.CONFIRMED and room.party is BookingParty.CLIENT:
        waiting = await family.waiting(connection, booking)
    said, consequence = await around.told(connection, room), ""
    if "cancel" in allowed:
        consequence = await consequences.of_cancelling(connection, booking, room.party, room.viewer_id)
    return Beside(
        consequence=consequence,
        durations=durations,
        hours=hours,
        longer=longer,
        waiting_beside=len(waiting),
        is_reviewed=said.is_reviewed,
        links=around.links(room, said),
    )


def _form(room: dict[str, Any], refused: Refused | None) -> dict[str, Any]:
    """Where the form goes: back into its place with its faults, or into words when its time is over."""
    nothing: dict[str, Any] = {"doing": None, "moved_on": None, "typed": {}, "errors": {}}
    if refused is None:
        return nothing
    if not isinstance(refused.error, Invalid):
        return {**nothing, "moved_on": _moved_on(refused)}
    errors = refused.error.field_texts()
    doing = next((act for act in room["dialogs"] if act.verb == refused.verb), None)
    if doing is not None:
        room["dialogs"] = [act for act in room["dialogs"] if act is not doing]
        return {**nothing, "doing": doing, "typed": refused.typed.texts, "errors": errors}
    if refused.verb == "confirm" and room["durations"]:
        return {**nothing, "errors": errors}
    return {**nothing, "moved_on": _moved_on(refused, next(iter(errors.values()), ""))}


def _moved_on(refused: Refused, said: str = "") -> dict[str, Any]:
    return {
        "title": _("Nothing was changed"),
        "text": said or refused.error.text(),
        "kept": refused.typed.sentences(),
    }
