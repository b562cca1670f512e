"""Errors as RFC 9457 problem documents: a stable code for programs, a sentence for people."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from twiza.api.field_errors import FieldError, field_errors
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
from twiza.kit.i18n import N_, gettext
from twiza.kit.settings import settings
from twiza.kit.states import WRONG_STATE

MEDIA_TYPE = "application/problem+json"
UNEXPECTED = N_("Something went wrong on our side. We’ve been told; try again in a moment.")
NO_SUCH_METHOD = N_("This address doesn’t take this method.")
UNREADABLE = N_("We can’t read this request.")
TITLES: Mapping[int, str] = {
    400: N_("Bad request"),
    401: N_("Sign-in required"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Method not allowed"),
    409: N_("Conflict"),
    413: N_("Too large"),
    422: N_("Invalid input"),
    429: N_("Too many tries"),
    500: N_("Unexpected fault"),
    503: N_("Unavailable"),
}
# Every code of the API's own; areas add theirs to the sentences of their errors.
CODES: Mapping[str, tuple[int, str]] = {
    kind.code: (kind.status, kind.message)
    for kind in (Unauthorized, Forbidden, NotFound, Conflict, TooLarge, Invalid, TooMany, Unavailable)
} | {
    "wrong_state": (409, WRONG_STATE),
    "bad_request": (400, UNREADABLE),
    "method_not_allowed": (405, NO_SUCH_METHOD),
    "unexpected": (500, UNEXPECTED),
}
log = structlog.get_logger()


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One problem document."""
    title = TITLES.get(status)
    body: dict[str, Any] = {
        "type": f"{settings().public_url}/api/docs#{code}",
        "title": gettext(title) if title else HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if request_id := getattr(request.state, "request_id", None):
        body["instance"] = f"urn:request:{request_id}"
    if errors:
        body["errors"] = [error.as_json() for error in errors]
    sent = {"cache-control": "no-store", **(headers or {})}
    return Response(orjson.dumps(body), status, sent, MEDIA_TYPE)


async def domain_error(request: Request, error: DomainError) -> Response:
    """A refusal by the rules of the product."""
    errors: list[FieldError] = []
    headers: dict[str, str] = {}
    if isinstance(error, Invalid):
        errors = [FieldError(field, "invalid", text) for field, text in error.field_texts().items()]
    if isinstance(error, TooMany):
        headers["retry-after"] = str(error.retry_after)
    if isinstance(error, Unauthorized):
        headers["www-authenticate"] = 'Bearer realm="twiza"'
    return problem(request, error.status, error.code, error.text(), errors=errors, headers=headers)


async def validation_error(request: Request, error: RequestValidationError) -> Response:
    """Input that doesn't have the declared shape, field by field."""
    found = field_errors(error.errors())
    return problem(request, 422, Invalid.code, gettext(Invalid.message), errors=found)


async def http_error(request: Request, error: HTTPException) -> Response:
    """The framework's own refusals: unknown addresses, wrong methods, unreadable or oversized bodies."""
    known = {404: NotFound, 413: TooLarge}.get(error.status_code)
    if known:
        return problem(request, error.status_code, known.code, gettext(known.message), headers=error.headers)
    code, detail = ("bad_request", UNREADABLE)
    if error.status_code == 405:
        code, detail = ("method_not_allowed", NO_SUCH_METHOD)
    return problem(request, error.status_code, code, gettext(detail), headers=error.headers)


async def unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours: logged whole, told without detail; that all connections are taken is told as it is."""
    log.error("unexpected fault", path=request.url.path, exc_info=error)
    if isinstance(error, PoolTimeout):
        return await domain_error(request, Unavailable())
    return problem(request, 500, "unexpected", gettext(UNEXPECTED))
