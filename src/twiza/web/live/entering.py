"""Who may open a socket: our pages by their cookie, programs by a token in the header or first message."""

import asyncio
from datetime import timedelta
from functools import partial

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from twiza.accounts import tokens
from twiza.accounts.viewer import Viewer
from twiza.kit.errors import TooMany
from twiza.kit.ratelimit import LocalLimit
from twiza.kit.settings import settings
from twiza.web import origin, session
from twiza.web.live.connection import LARGEST_MESSAGE, Recognise

_INTRODUCE_WITHIN = 10.0
# Sockets that say nothing of themselves cost memory until they are let go.
_strangers = LocalLimit(limit=60, per=timedelta(minutes=1))


def is_foreign(socket: WebSocket) -> bool:
    """Whether another site's page asks; programs name no origin, and to them no cookie is lent."""
    named = socket.headers.get("origin")
    return named is not None and named not in origin.own_origins() | set(settings().cors_origins)


async def introduced(socket: WebSocket) -> Recognise | None:
    """How to tell, now and later, who holds this socket; None when that isn't said in time."""
    given = session.presented(socket)
    if "origin" not in socket.headers and "authorization" not in socket.headers:
        given = tokens.Presented()
    if not given:
        said = await _first_message(socket)
        given = tokens.Presented(access=said) if said else given
    return partial(_recognise, given) if given else None


async def _recognise(given: tokens.Presented) -> Viewer | None:
    return (await tokens.recognise(given)).viewer


async def _first_message(socket: WebSocket) -> str | None:
    """The token in `{"type": "auth", "token": "…"}`."""
    try:
        _strangers.hit(socket.client.host if socket.client else "")
        async with asyncio.timeout(_INTRODUCE_WITHIN):
            said = await socket.receive_text()
        message = orjson.loads(said) if len(said) <= LARGEST_MESSAGE else None
    except (TooMany, TimeoutError, WebSocketDisconnect, KeyError, orjson.JSONDecodeError):
        return None
    if not isinstance(message, dict) or message.get("type") != "auth":
        return None
    token = message.get("token")
    return token if isinstance(token, str) else None
