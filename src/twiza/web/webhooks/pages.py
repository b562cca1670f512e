"""/webhooks/whatsapp: Meta tells what became of messages, and what people answered."""

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from twiza.api.problems import problem
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Forbidden
from twiza.kit.i18n import gettext
from twiza.notifications.channels.whatsapp import receiving, signatures

_NO_STORE = {"cache-control": "no-store"}


async def subscribe(request: Request) -> Response:
    """Meta asks once whether this address is meant; who doesn't know our word learns nothing."""
    asked = request.query_params
    if not signatures.is_subscription(asked.get("hub.mode", ""), asked.get("hub.verify_token", "")):
        return PlainTextResponse("", 403, _NO_STORE)
    return PlainTextResponse(asked.get("hub.challenge", ""), headers=_NO_STORE)


async def receive(request: Request) -> Response:
    """Kept and answered at once, handled later; what Meta didn't sign changes nothing."""
    raw = await request.body()
    if not signatures.is_signed(raw, request.headers.get("x-hub-signature-256", "")):
        return problem(request, 403, "bad_signature", gettext(Forbidden.message))
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return PlainTextResponse("", 400, _NO_STORE)
    async with unit_of_work() as session:
        await receiving.take_in(session, told)
    return PlainTextResponse("", headers=_NO_STORE)


routes = [
    Route("/webhooks/whatsapp", subscribe, methods=["GET"]),
    Route("/webhooks/whatsapp", receive, methods=["POST"]),
]
