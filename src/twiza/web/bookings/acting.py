"""POST /bookings/{key}/{verb}: a button of the room or of a list, with what it asked for."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from twiza.bookings.actors import Actor
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, TooMany
from twiza.web.bookings import finding, room
from twiza.web.bookings.carrying import carry_out
from twiza.web.orders.asks import Typed
from twiza.web.page import redirect, toast
from twiza.web.session import require_viewer

_MOST_FIELDS = 20


def act(verb: str) -> Callable[[Request], Awaitable[Response]]:
    """The answer to one verb: done, the room says so; refused, it shows how things stand now."""

    async def answer(request: Request) -> Response:
        viewer = require_viewer(request)
        key = request.path_params["key"]
        async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
            typed = Typed.of(form)
        try:
            async with unit_of_work() as session:
                booking = await finding.seen(session, key, viewer.id)
                done = await finding.done(session, booking, verb, viewer.id)
                await carry_out(session, verb, booking.id, Actor.person(viewer.id), typed)
        except (Invalid, Conflict, Forbidden, TooMany) as error:
            return await room.answer(request, key, room.Refused(verb, typed, error))
        back = "/pro/bookings" if typed.text("back") == "list" else f"/bookings/{booking.reference}"
        return toast(redirect(request, back), done)

    return answer
