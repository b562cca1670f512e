"""How large a request may be, and in which letters: refused by what it declares, or cut off while it streams."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from twiza.api import problems
from twiza.kit.errors import DomainError, TooLarge, Unkeepable
from twiza.kit.settings import settings
from twiza.web import failures

_ENVELOPE = 64 * 1024
# A photo somewhat over the limit still arrives, so that its form can say so beside the field.
_SOMEWHAT = 3
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^"';\s]+)""", re.IGNORECASE)
_OURS = frozenset({"utf-8", "utf8", "us-ascii"})


class BodyLimits:
    """A few times `upload_limit` for multipart forms, `body_limit` for all else; stands inside the language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # The bytes of a body without a declared length are counted by Starlette, whose error becomes our 413.
        self.counting = {
            is_upload: RequestBodyLimitMiddleware(app, max_body_size=limit(is_upload))
            for is_upload in (False, True)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        kind = headers.get("content-type", "")
        is_upload = kind.startswith("multipart/form-data")
        error = TooLarge() if _declared(headers) > limit(is_upload) else None
        if (charset := _CHARSET.search(kind)) and charset[1].lower() not in _OURS:
            # Browsers send UTF-8. Others could spell what no text may hold.
            error = Unkeepable()
        if error:
            await (await _refusal(Request(scope), error))(scope, receive, send)
            return
        await self.counting[is_upload](scope, receive, send)


def limit(is_upload: bool) -> int:
    """A form is a little larger than the file it carries; which file is too large is for the storage to say."""
    return settings().upload_limit * _SOMEWHAT + _ENVELOPE if is_upload else settings().body_limit


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else 0


async def _refusal(request: Request, error: DomainError) -> Response:
    """Before a byte is read; the connection is closed, or the client would go on sending."""
    answer: Callable[[Request, Any], Awaitable[Response]] = (
        problems.domain_error if request.url.path.startswith("/api/") else failures.domain_error
    )
    response = await answer(request, error)
    response.headers["connection"] = "close"
    return response
