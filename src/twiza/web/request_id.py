"""Every request has an id: the proxy's when it sends a sane one; echoed, and on each line of its log."""

import re
import time

import structlog
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.kit import ids, logs, metrics
from twiza.web.raw_headers import first

_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = ("/static/", "/health/", "/metrics", "/media/")


class RequestId:
    """The outermost layer: names the request, and says and counts at its end what became of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        request_id = _chosen(scope)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        # Not taken back at the end: the handler of unexpected faults stands outside of us and logs them
        # still.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        status = 500
        begun = time.perf_counter()
        named = (b"x-request-id", request_id.encode())

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), named]
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        finally:
            _tell(scope, state.get("route", "unmatched"), status, time.perf_counter() - begun)


class RouteName:
    """The innermost layer: keeps the template of the matched route, which the layers outside can't see."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        outside = len(scope.get("root_path", ""))
        try:
            await self.app(scope, receive, send)
        finally:
            scope.setdefault("state", {})["route"] = _template(scope, outside)


def _template(scope: Scope, outside: int) -> str:
    """The path the matched route was declared with; a mounted one doesn't know the place it is mounted at."""
    route = scope.get("route")
    if route is None:
        return "unmatched"
    return scope.get("root_path", "")[outside:] + ("" if isinstance(route, Mount) else route.path)


def _chosen(scope: Scope) -> str:
    given = first(scope, b"x-request-id").decode("latin-1")
    return given if _SANE.fullmatch(given) else ids.new().hex


def _tell(scope: Scope, route: str, status: int, seconds: float) -> None:
    """The route's template only: addresses carry names, searches and tokens."""
    metrics.request_ended(route, status, seconds)
    if not scope["path"].startswith(_QUIET):
        logs.access(
            request_id=scope["state"]["request_id"],
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
        )
