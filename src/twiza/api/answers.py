"""Answers made of bytes: rows go straight to JSON, without a second validation on the way out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from starlette.responses import Response

from twiza.api import cursors
from twiza.kit import clock

# UUIDs, times and enums as JSON holds them; UTC is written `Z`.
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC | orjson.OPT_OMIT_MICROSECONDS


def answer(body: object, *, status: int = 200, private: bool = False) -> Response:
    """A JSON answer; a private one is kept by nobody."""
    kept = "private, no-store" if private else "no-cache"
    content = orjson.dumps(body, default=_plain, option=_OPTIONS)
    return Response(content, status, {"cache-control": kept}, "application/json")


def _plain(value: object) -> str:
    """asyncpg's identifiers are a type of their own, which orjson doesn't know; all else is a mistake."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def page(items: Sequence[object], next_cursor: str | None, counted: int | None = None) -> dict[str, object]:
    """One page of a list; `counted` is at most one more than we count."""
    total = None
    if counted is not None:
        more = counted > cursors.MOST_COUNTED
        count = min(counted, cursors.MOST_COUNTED)
        total = {"count": count, "more": more, "text": cursors.total_text(counted)}
    return {"items": items, "next_cursor": next_cursor, "total": total}


def since(moment: datetime) -> dict[str, object]:
    """When it was made: in UTC, and as people in Morocco read it."""
    return {"created_at": moment, "created_local": str(clock.local(moment))[:16]}
