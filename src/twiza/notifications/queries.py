"""Reads of notices: the bell's number, the latest few, the whole list by pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.kit import ids
from twiza.notifications.catalogue import BY_KIND
from twiza.notifications.models import Notification
from twiza.notifications.rows import words

PAGE = 20
IN_MENU = 6
_ACCOUNT = bindparam("account")
_UNREAD = Notification.read_at.is_(None)
_UNREAD_COUNT = select(func.count()).where(Notification.account_id == _ACCOUNT, _UNREAD)
_LIST = select(
    Notification.id, Notification.kind, Notification.params, Notification.read_at, Notification.created_at
).where(Notification.account_id == _ACCOUNT)
_ORDER = (_UNREAD.desc(), Notification.id.desc())
_LATEST = _LIST.order_by(*_ORDER).limit(literal_column(str(IN_MENU)))
_FIRST_PAGE = _LIST.order_by(*_ORDER).limit(literal_column(str(PAGE + 1)))
_AFTER_UNREAD = _FIRST_PAGE.where(or_(Notification.read_at.is_not(None), Notification.id < bindparam("last")))
_AFTER_READ = _FIRST_PAGE.where(Notification.read_at.is_not(None), Notification.id < bindparam("last"))


@dataclass(frozen=True)
class Shown:
    """A notice as its reader sees it."""

    id: UUID
    title: str
    body: str
    path: str
    icon: str
    tone: str
    at: datetime
    unread: bool


@dataclass(frozen=True)
class Page:
    """Some notices, unread first, and the cursor of what follows."""

    items: Sequence[Shown]
    next: str | None


async def unread_count(connection: AsyncConnection, account_id: UUID) -> int:
    """How many notices this person hasn't read."""
    return (await connection.execute(_UNREAD_COUNT, {"account": account_id})).scalar_one()


async def latest(connection: AsyncConnection, account_id: UUID) -> Sequence[Shown]:
    """The few that the bell's menu shows."""
    rows = (await connection.execute(_LATEST, {"account": account_id})).all()
    return [_shown(row) for row in rows]


async def page(connection: AsyncConnection, account_id: UUID, after: str = "") -> Page:
    """One page of the list; a cursor that makes no sense starts from the top."""
    part, _, last = after.partition("-")
    last_id = ids.parse(last)
    statement = _FIRST_PAGE if last_id is None else (_AFTER_UNREAD if part == "new" else _AFTER_READ)
    values = {"account": account_id} if last_id is None else {"account": account_id, "last": last_id}
    rows = (await connection.execute(statement, values)).all()
    items = [_shown(row) for row in rows[:PAGE]]
    return Page(items, _cursor(items[-1]) if len(rows) > PAGE else None)


def _cursor(item: Shown) -> str:
    return f"{'new' if item.unread else 'old'}-{item.id}"


def _shown(row: SqlRow[UUID, str, dict[str, Any], datetime | None, datetime]) -> Shown:
    """The row in the reader's language."""
    entry = BY_KIND[row.kind]
    said = words(entry, row.params)
    return Shown(
        row.id,
        said.title,
        said.body,
        entry.leads_to(row.params),
        entry.icon,
        entry.tone,
        row.created_at,
        row.read_at is None,
    )
