"""The session of a request: whose it is, whether its form is ours, and cookies renewed on the way out.

Renewal happens before the route runs, so a form posted after the access token's half hour arrives signed in.
"""

from typing import TypeVar

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.accounts import tokens
from twiza.accounts.models import Permission
from twiza.accounts.tokens import ACCESS_COOKIE, REFRESH_COOKIE
from twiza.accounts.totp.setting_up import TwoStepMissing
from twiza.accounts.viewer import Viewer
from twiza.api.deps import address_of
from twiza.api.problems import problem
from twiza.kit import clock
from twiza.kit.errors import Forbidden, NotFound, Unauthorized
from twiza.kit.i18n import N_
from twiza.kit.settings import settings
from twiza.web import failures, origin

FOREIGN = N_("This form didn’t come from a page of ours. Open the page again and send it from there.")
_TELLING = frozenset({b"cookie", b"authorization"})
_WITHOUT_SESSION = ("/static/", "/health/", "/metrics")

__all__ = [
    "ACCESS_COOKIE",
    "REFRESH_COOKIE",
    "SessionMiddleware",
    "address_of",
    "presented",
    "require_admin",
    "require_viewer",
    "sign_in",
    "sign_out",
    "viewer_of",
]

AnyResponse = TypeVar("AnyResponse", bound=Response)


class SessionMiddleware:
    """Puts the viewer on `request.state.viewer`, refuses foreign forms, renews cookies."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["viewer"] = None
        if scope["path"].startswith(_WITHOUT_SESSION):
            await self.app(scope, receive, send)
            return
        if _is_visit(scope):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if scope["type"] == "http" and origin.is_refused(connection, scope["method"]):
            await _refusal(Request(scope, receive))(scope, receive, send)
            return
        found = await tokens.recognise(presented(connection))
        state["viewer"] = found.viewer
        renewed = None if origin.is_bearer(connection) else found.renewed
        await self.app(scope, receive, _renewing(send, renewed) if renewed else send)


def _is_visit(scope: Scope) -> bool:
    """Whether somebody merely reads and shows nothing that could tell who it is."""
    reads = scope["type"] == "http" and scope["method"] in origin.SAFE_METHODS
    return reads and _TELLING.isdisjoint({name for name, _ in scope["headers"]})


def presented(connection: HTTPConnection) -> tokens.Presented:
    """The tokens of a request: a Bearer token speaks alone, else the cookies do."""
    if origin.is_bearer(connection):
        return tokens.Presented(access=connection.headers["authorization"][7:].strip())
    return tokens.Presented(connection.cookies.get(ACCESS_COOKIE), connection.cookies.get(REFRESH_COOKIE))


def sign_in(response: AnyResponse, issued: tokens.Issued) -> AnyResponse:
    """Hand the tokens to the browser; without "keep me" they go when it closes."""
    now = clock.now()
    access_age = int((issued.access_expires_at - now).total_seconds()) if issued.keep else None
    refresh_age = int((issued.refresh_expires_at - now).total_seconds()) if issued.keep else None
    response.set_cookie(
        ACCESS_COOKIE,
        issued.access,
        max_age=access_age,
        path="/",
        secure=settings().is_production,
        httponly=True,
        samesite="lax",
    )
    response.set_cookie(
        REFRESH_COOKIE,
        issued.refresh,
        max_age=refresh_age,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    response.headers["cache-control"] = "private, no-store"
    return response


def sign_out(response: AnyResponse) -> AnyResponse:
    """Take the tokens back."""
    response.delete_cookie(
        ACCESS_COOKIE, path="/", secure=settings().is_production, httponly=True, samesite="lax"
    )
    response.delete_cookie(REFRESH_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    response.headers["cache-control"] = "private, no-store"
    return response


def viewer_of(request: HTTPConnection) -> Viewer | None:
    """Who looks at this, or None for a visitor."""
    return request.state.viewer


def require_viewer(request: HTTPConnection) -> Viewer:
    """Who looks at this; a visitor is asked to sign in."""
    viewer = viewer_of(request)
    if viewer is None:
        raise Unauthorized
    return viewer


def require_admin(request: HTTPConnection, permission: Permission | None = None) -> Viewer:
    """The administrator who looks at this, in production with a second factor; for others it doesn't exist."""
    viewer = viewer_of(request)
    if viewer is None or not viewer.is_admin:
        raise NotFound
    if settings().is_production and not viewer.has_totp:
        raise TwoStepMissing
    if permission is not None and not viewer.may(permission):
        raise Forbidden
    return viewer


def _refusal(request: Request) -> Response:
    """403 for a form that isn't ours, as the asker reads errors."""
    error = Forbidden(FOREIGN, code="foreign_origin")
    if not request.url.path.startswith("/api/"):
        return failures.error_page(request, error)
    return problem(request, 403, error.code, error.text())


def _renewing(send: Send, issued: tokens.Issued) -> Send:
    """Add the renewed cookies, unless the route has just set or taken back its own."""
    carrier = sign_in(Response(), issued)
    cookies = carrier.headers.getlist("set-cookie")

    async def send_renewed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if not any(value.startswith(f"{ACCESS_COOKIE}=") for value in headers.getlist("set-cookie")):
                for cookie in cookies:
                    headers.append("set-cookie", cookie)
                headers["cache-control"] = "private, no-store"
        await send(message)

    return send_renewed
