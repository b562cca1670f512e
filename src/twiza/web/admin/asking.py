"""What was asked for, by an address or a form, as types; what makes no sense is as if it were not asked."""

from enum import StrEnum
from typing import TypeVar

from starlette.requests import Request

Kind = TypeVar("Kind", bound=StrEnum)


def asked_enum(kind: type[Kind], text: str | None) -> Kind | None:
    """The member of that name, if there is one."""
    return next((member for member in kind if member == text), None)


async def text_fields(request: Request) -> dict[str, str]:
    """The text fields of a form."""
    form = await request.form(max_files=0, max_fields=20)
    return {name: value for name, value in form.items() if isinstance(value, str)}
