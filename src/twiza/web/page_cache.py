"""Pages that are the same for every visitor, kept for some seconds so that a crowd costs one rendering.

A page opts in by `share(request, seconds)`. Its copy is keyed by what it may differ by: address (which decides the
language), theme, whether the browser has the stylesheet, and encoding. Whoever is signed in never gets one.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.web.page import CSS_COOKIE, THEME_COOKIE, TOAST_COOKIE
from twiza.web.session import ACCESS_COOKIE, REFRESH_COOKIE

_MOST_PAGES = 512
_MOST_BYTES = 400_000
_PERSONAL = frozenset({ACCESS_COOKIE, REFRESH_COOKIE, TOAST_COOKIE})
_FLAG = "shared_for"
Key = tuple[str, ...]


def share(request: Request, seconds: int = 15) -> None:
    """Say that every visitor may get this very answer for so long."""
    request.scope["state"][_FLAG] = seconds


@dataclass(slots=True)
class Copy:
    """A kept answer."""

    messages: list[Message]
    until: float


class PageCache:
    """One per process; the least recently used page makes room."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.copies: OrderedDict[Key, Copy] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        copy = self.copies.get(key)
        if copy and copy.until > time.monotonic():
            self.copies.move_to_end(key)
            for message in copy.messages:
                await send(
                    {**message, "headers": list(message["headers"])} if "headers" in message else message
                )
            return
        kept: list[Message] = []

        async def send_and_keep(message: Message) -> None:
            if _FLAG in scope["state"]:
                kept.append(
                    {**message, "headers": list(message["headers"])} if "headers" in message else message
                )
            await send(message)

        await self.app(scope, receive, send_and_keep)
        self._keep(key, kept, scope["state"].get(_FLAG, 0))

    def _keep(self, key: Key, messages: list[Message], seconds: int) -> None:
        size = sum(len(message.get("body", b"")) for message in messages)
        if not seconds or not messages or messages[0].get("status") != 200 or size > _MOST_BYTES:
            return
        self.copies[key] = Copy(messages, time.monotonic() + seconds)
        self.copies.move_to_end(key)
        while len(self.copies) > _MOST_PAGES:
            self.copies.popitem(last=False)


def _key(scope: Scope) -> Key | None:
    """What tells one copy from another, or None when the answer is personal."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    headers = Headers(scope=scope)
    cookies = HTTPConnection(scope).cookies if "cookie" in headers else {}
    if "authorization" in headers or not _PERSONAL.isdisjoint(cookies):
        return None
    return (
        scope["state"]["lang"],
        scope["path"],
        scope["query_string"].decode("latin-1"),
        cookies.get(THEME_COOKIE, "") if cookies.get(THEME_COOKIE, "") in {"light", "dark"} else "",
        cookies.get(CSS_COOKIE, ""),
        headers.get("hx-request", "") + headers.get("hx-request-type", ""),
        "gzip" if "gzip" in headers.get("accept-encoding", "") else "",
    )
