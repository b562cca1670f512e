"""What a person sees when something can't be done: a page that says why and where to go instead."""

import structlog
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twiza.accounts.totp.setting_up import TwoStepMissing
from twiza.api import problems
from twiza.kit.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    TooLarge,
    TooMany,
    Unauthorized,
    Unavailable,
)
from twiza.web.page import redirect, render, toast

log = structlog.get_logger()
_BY_STATUS: dict[int, type[DomainError]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    405: NotFound,
    409: Conflict,
    413: TooLarge,
}


async def domain_error(request: Request, error: DomainError) -> Response:
    """Sign-in is asked for on its own page, what was posted is kept; all else is explained in place."""
    if isinstance(error, Unauthorized):
        from twiza.web.auth.kept import ask_to_sign_in

        return await ask_to_sign_in(request)
    if isinstance(error, TwoStepMissing):
        return toast(redirect(request, "/client/settings/two-step"), error.text(), "info")
    response = error_page(request, error)
    if isinstance(error, TooMany):
        response.headers["retry-after"] = str(error.retry_after)
    return response


async def http_error(request: Request, error: HTTPException) -> Response:
    """Starlette's own errors: unknown pages, wrong methods, unreadable forms."""
    if error.status_code == 405 and request.method == "GET":
        # A form that was refused left its own address in the bar: another language, or Enter, leads to its page.
        path: str = request.scope["path"]
        return redirect(request, path.rpartition("/")[0] or "/")
    known = _BY_STATUS.get(error.status_code)
    response = error_page(request, known() if known else DomainError(), error.status_code)
    response.headers.update(error.headers or {})
    return response


class Unexpected:
    """A fault of ours: logged whole, shown without detail, in the language of the address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:
            if scope["path"].startswith("/api/"):
                answer = await problems.unexpected(Request(scope, receive), error)
            else:
                log.error("unexpected fault", method=scope["method"], exc_info=error)
                answer = _apology(Request(scope, receive), error)
            if not started:
                await answer(scope, receive, send)


def _apology(request: Request, error: Exception) -> Response:
    """Without detail; that all connections are taken is told as it is."""
    busy = Unavailable() if isinstance(error, PoolTimeout) else None
    return error_page(request, busy, busy.status if busy else 500)


def error_page(request: Request, error: DomainError | None, status: int | None = None) -> Response:
    """The page for this status, with the field messages when there are some."""
    code = status or (error.status if error else 500)
    fields = error.field_texts() if isinstance(error, Invalid) else {}
    return render(
        request,
        "errors/error.html",
        code,
        code=code,
        message=error.text() if error else "",
        fields=fields,
        request_id=getattr(request.state, "request_id", ""),
    )
