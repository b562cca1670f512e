"""What was typed into the sign-in forms: read, checked, and given back with a message beside each field."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts.proving import Proof
from twiza.kit.errors import DomainError, Invalid, TooMany
from twiza.web.page import render
from twiza.web.session import address_of, require_viewer

_SECRET = ("password", "new", "current", "code")


async def read(request: Request) -> dict[str, str]:
    """The text fields of a form, the first of each name."""
    form = await request.form(max_files=0, max_fields=50)
    return {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}


def kept(fields: Mapping[str, str]) -> dict[str, str]:
    """What goes back into the page: everything typed but secrets."""
    return {name: value for name, value in fields.items() if name not in _SECRET}


def proof(request: Request, typed: Mapping[str, str], name: str = "password") -> Proof:
    """What shows that the account is the asker's: the password they typed, or when they signed in."""
    return Proof(typed.get(name, ""), require_viewer(request).auth_time, address_of(request))


def refused(request: Request, page: str, error: DomainError, **context: Any) -> Response:
    """The same page again, saying what is wrong; 422, or 429 with the time to wait."""
    waits = isinstance(error, TooMany)
    errors = error.field_texts() if isinstance(error, Invalid) else {}
    problem = "" if errors else error.text()
    response = render(
        request, page, 429 if waits else 422, **{**context, "errors": errors, "problem": problem}
    )
    if isinstance(error, TooMany):
        response.headers["retry-after"] = str(error.retry_after)
    return response
