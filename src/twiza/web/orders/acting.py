"""POST /orders/{key}/{verb}: a button of the room, with what it asked for."""

from starlette.requests import Request
from starlette.responses import Response

from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, TooMany
from twiza.orders.actors import Actor
from twiza.web.orders import finding, room
from twiza.web.orders.asks import Typed
from twiza.web.orders.carrying import carry_out
from twiza.web.page import redirect, toast
from twiza.web.session import require_viewer

# More than the domain takes, so that it is the domain that says how many.
_MOST_FILES = 30


async def act(request: Request) -> Response:
    """Done, the room says so; refused, it shows how things stand now and gives back what was typed."""
    viewer = require_viewer(request)
    key, verb = request.path_params["key"], request.path_params["verb"]
    async with request.form(max_files=_MOST_FILES, max_fields=60) as form:
        typed = Typed.of(form)
        try:
            async with unit_of_work() as session:
                order = await finding.seen(session, key, viewer.id)
                done = await finding.done(session, order, verb, viewer.id)
                await carry_out(session, verb, order.id, Actor.person(viewer.id), typed)
        except Invalid as error:
            return await room.answer(request, key, room.Refused(verb, typed, error))
        except (Conflict, Forbidden, TooMany) as error:
            return await room.answer(request, key, room.Refused(verb, typed, error))
    return toast(redirect(request, f"/orders/{order.reference}"), done)
