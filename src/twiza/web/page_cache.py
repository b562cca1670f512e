"""Pages that are the same for every visitor, kept for some seconds so that a crowd costs one rendering.

A page opts in by `share(request, seconds)`. Its copy is keyed by what it may differ by: address (which decides the
language), theme, whether the browser has the stylesheet, and encoding. Whoever is signed in never gets one.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakSet

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.web.page import CSS_COOKIE, THEME_COOKIE, TOAST_COOKIE
from twiza.web.raw_headers import first
from twiza.web.session import ACCESS_COOKIE, REFRESH_COOKIE

_MOST_PAGES = 512
_MOST_BYTES = 400_000
_PERSONAL = frozenset({ACCESS_COOKIE, REFRESH_COOKIE, TOAST_COOKIE})
_FLAG, _VARIES = "shared_for", "shared_by"
Key = tuple[str | bytes | bool, ...]


_caches: WeakSet["PageCache"] = WeakSet()
# What an answer differs by besides, told from the request alone.
Varies = Callable[[HTTPConnection], str]


def share(request: Request, seconds: int = 15, *, varies: Varies | None = None) -> None:
    """Say that every visitor may get this very answer for so long, or every visitor of whom `varies` says the same."""
    request.scope["state"][_FLAG] = seconds
    request.scope["state"][_VARIES] = varies


def forget() -> None:
    """Render every page anew, as where the whole world has changed."""
    for cache in _caches:
        cache.copies.clear()


@dataclass(slots=True)
class Copy:
    """A kept answer."""

    messages: list[Message]
    until: float
    route: str

    async def give(self, scope: Scope, send: Send) -> None:
        """As if the route had answered, whose name the log and the figures want."""
        scope["state"]["route"] = self.route
        for message in self.messages:
            # The layers outside replace the headers they find: the message must be theirs, its list is left as it is.
            await send({**message})


class PageCache:
    """One per process; the least recently used page makes room."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.copies: OrderedDict[Key, Copy] = OrderedDict()
        self.varying: OrderedDict[Key, Varies] = OrderedDict()
        _caches.add(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = _key(scope)
        if page is None:
            await self.app(scope, receive, send)
            return
        key = _told_apart(page, self.varying.get(page), scope)
        copy = self.copies.get(key)
        if copy and copy.until > time.monotonic():
            self.copies.move_to_end(key)
            await copy.give(scope, send)
            return
        kept: list[Message] = []

        async def send_and_keep(message: Message) -> None:
            if _FLAG in scope["state"]:
                kept.append(
                    {**message, "headers": list(message["headers"])} if "headers" in message else message
                )
            await send(message)

        await self.app(scope, receive, send_and_keep)
        if kept and kept[0].get("status") == 200:
            state = scope["state"]
            if varies := state.get(_VARIES):
                self.varying[page] = varies
                if len(self.varying) > _MOST_PAGES:
                    self.varying.popitem(last=False)
            key = _told_apart(page, varies, scope)
            self._keep(key, Copy(kept, time.monotonic() + state[_FLAG], state.get("route", "unmatched")))

    def _keep(self, key: Key, copy: Copy) -> None:
        if sum(len(message.get("body", b"")) for message in copy.messages) > _MOST_BYTES:
            return
        self.copies[key] = copy
        self.copies.move_to_end(key)
        while len(self.copies) > _MOST_PAGES:
            self.copies.popitem(last=False)


def _told_apart(page: Key, varies: Varies | None, scope: Scope) -> Key:
    return (*page, varies(HTTPConnection(scope))) if varies else page


def _key(scope: Scope) -> Key | None:
    """What tells one copy from another, or None when the answer is personal."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    names = {name for name, _ in scope["headers"]}
    cookies = HTTPConnection(scope).cookies if b"cookie" in names else {}
    if b"authorization" in names or not _PERSONAL.isdisjoint(cookies):
        return None
    return (
        scope["state"]["lang"],
        scope["path"],
        scope["query_string"],
        cookies.get(THEME_COOKIE, "") if cookies.get(THEME_COOKIE, "") in {"light", "dark"} else "",
        cookies.get(CSS_COOKIE, ""),
        first(scope, b"hx-request") + first(scope, b"hx-request-type"),
        b"gzip" in first(scope, b"accept-encoding"),
    )
