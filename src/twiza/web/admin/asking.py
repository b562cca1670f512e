"""What was asked for, by an address or a form, as types; what makes no sense is as if it were not asked."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from starlette.requests import Request

from twiza.kit import ids, moments

Kind = TypeVar("Kind", bound=StrEnum)


def asked_enum(kind: type[Kind], text: str | None) -> Kind | None:
    """The member of that name, if there is one."""
    return next((member for member in kind if member == text), None)


async def text_fields(request: Request) -> dict[str, str]:
    """The text fields of a form."""
    form = await request.form(max_files=0, max_fields=20)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def placed(found: tuple[datetime, UUID]) -> str:
    """Where a page of a queue ends, as an address holds it."""
    return f"{found[0].isoformat()}_{found[1]}"


def asked_place(text: str) -> tuple[datetime, UUID] | None:
    """The same read back; what makes no sense is the beginning."""
    moment, _underscore, row = text.partition("_")
    row_id = ids.parse(row)
    at = moments.read(moment)
    return (at, row_id) if row_id and at else None
