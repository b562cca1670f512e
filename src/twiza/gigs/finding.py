"""Finding gigs as the administration does: in every state but deleted, by words, state and owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import ids

PAGE = 32


class Filters(NamedTuple):
    """Which gigs to show; empty means any."""

    words: str = ""
    status: GigStatus | None = None
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the administration's list."""

    id: UUID
    title: str
    status: GigStatus
    deactivated_at: datetime | None
    deactivated_reason: str | None
    price: int | None
    views: int
    orders_count: int
    created_at: datetime
    seller_id: UUID
    seller_name: str


class FoundPage(NamedTuple):
    """Some gigs, and where the older ones begin."""

    gigs: Sequence[Found]
    next: UUID | None


_NAME = func.concat_ws(" ", Account.first_name, Account.last_name)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        Gig.id,
        Gig.title,
        Gig.status,
        Gig.deactivated_at,
        Gig.deactivated_reason,
        Gig.price,
        Gig.views,
        Gig.orders_count,
        Gig.created_at,
        Gig.freelancer_id,
        _NAME,
    )
    .join(Account, Account.id == Gig.freelancer_id)
    .where(Gig.status != GigStatus.DELETED)
    .order_by(Gig.id.desc())
)


async def find(
    connection: AsyncConnection, filters: Filters, *, after: UUID | None = None, limit: int = PAGE
) -> FoundPage:
    """The newest first."""
    statement = _LINES.limit(literal_column(str(limit + 1)))
    if filters.words:
        statement = statement.where(_told(filters.words))
    if filters.status:
        statement = statement.where(Gig.status == filters.status)
    if filters.deactivated:
        statement = statement.where(Gig.deactivated_at.is_not(None))
    if after:
        statement = statement.where(Gig.id < after)
    found = [_line(row) for row in (await connection.execute(statement)).all()]
    return FoundPage(found[:limit], found[limit - 1].id if len(found) > limit else None)


async def one(connection: AsyncConnection, gig_id: UUID) -> Found | None:
    """One gig of the list."""
    row = (await connection.execute(_LINES.where(Gig.id == gig_id))).one_or_none()
    return _line(row) if row else None


def _told(words: str) -> ColumnElement[bool]:
    """Part of the title or of the owner's name, however they are accented; or an id."""
    if wanted := ids.parse(words):
        return or_(Gig.id == wanted, Gig.freelancer_id == wanted)
    # `strpos` rather than a pattern: what was typed holds no signs of its own.
    here = func.fold(func.concat_ws(" ", Gig.title, _NAME))
    return func.strpos(here, func.fold(words)) > 0


def _line(row: Row[Any]) -> Found:
    return Found(*row)
