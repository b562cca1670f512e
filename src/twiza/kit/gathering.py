"""What one transaction would write many times is written once: gathered as it comes up, written before the commit.

Rows that nobody reads before the commit are *left*: those of all tables go in by one statement, the transaction's last.
What has to be worked out first, from all that came up, is *gathered* for a function that is called once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

Write = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]
Row = Mapping[str, object]
_GATHERED = "gathered"
_LEFT = "left rows"


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the last statement: queries by their names; the rows stand in `:name`, as JSON."""

    name: str
    queries: Mapping[str, str]


def gather(session: AsyncSession, write: Write, item: object) -> None:
    """Have `write` called with this and all else that is gathered for it; what it writes is in the transaction."""
    waiting = cast("dict[Write, list[object]]", session.info.setdefault(_GATHERED, {}))
    waiting.setdefault(write, []).append(item)


def leave(session: AsyncSession, part: Part, row: Row) -> None:
    """Have this row written at the very end."""
    cast("dict[Part, list[Row]]", session.info.setdefault(_LEFT, {})).setdefault(part, []).append(row)


async def write_gathered(session: AsyncSession) -> bool:
    """Write what is gathered; whether there was anything, for writing may lead to more."""
    waiting = cast("dict[Write, list[object]]", session.info.pop(_GATHERED, {}))
    for write, items in waiting.items():
        await write(session, items)
    return bool(waiting)


async def write_left(session: AsyncSession) -> None:
    """Write the rows that were left, of all tables at once."""
    # It leads to `kit.db`, which writes what is left.
    from twiza.kit import direct

    left = cast("dict[Part, list[Row]]", session.info.pop(_LEFT, {}))
    if left:
        parts = tuple(sorted(left, key=lambda part: part.name))
        await direct.rows(session, _together(parts), {part.name: rows for part, rows in left.items()})


@lru_cache
def _together(parts: tuple[Part, ...]) -> TextClause:
    named = ", ".join(f"{name} AS ({query})" for part in parts for name, query in part.queries.items())
    rows = (bindparam(part.name, type_=JSONB) for part in parts)
    return text(f"WITH {named} SELECT").bindparams(*rows)
