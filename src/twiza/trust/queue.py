"""The queue of reports, the most urgent first, and one report with its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.trust.models import Report, ReportedKind, ReportReason, ReportStatus

PAGE = 30
_Reporter, _About, _Owner = aliased(Account), aliased(Account), aliased(Account)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as administrators see it."""

    id: UUID
    kind: ReportedKind
    subject_id: UUID
    reason: ReportReason
    details: str
    status: ReportStatus
    decision: str
    due_at: datetime
    closed_at: datetime | None
    created_at: datetime
    reporter_id: UUID
    reporter: str
    about_id: UUID
    about: str
    owner_id: UUID | None
    owner: str

    @property
    def is_late(self) -> bool:
        return self.closed_at is None and self.due_at < clock.now()


class QueuePage(NamedTuple):
    """Some reports, and how many are open in all."""

    entries: Sequence[Entry]
    open: int


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Report.id,
            Report.kind,
            Report.subject_id,
            Report.reason,
            Report.details,
            Report.status,
            Report.decision,
            Report.due_at,
            Report.closed_at,
            Report.created_at,
            Report.reporter_id,
            func.concat_ws(" ", _Reporter.first_name, _Reporter.last_name),
            Report.about_id,
            func.concat_ws(" ", _About.first_name, _About.last_name),
            Report.owner_id,
            func.concat_ws(" ", _Owner.first_name, _Owner.last_name),
        )
        .join(_Reporter, _Reporter.id == Report.reporter_id)
        .join(_About, _About.id == Report.about_id)
        .outerjoin(_Owner, _Owner.id == Report.owner_id)
    )


_LIMIT = literal_column(str(PAGE))
_OPEN = _entries().where(Report.closed_at.is_(None)).order_by(Report.due_at, Report.id).limit(_LIMIT)
_MINE = _OPEN.where(Report.owner_id == bindparam("owner"))
_CLOSED = _entries().where(Report.closed_at.is_not(None)).order_by(Report.id.desc()).limit(_LIMIT)
_COUNT = select(func.count()).where(Report.closed_at.is_(None))
_ONE = _entries().where(Report.id == bindparam("report"))


async def page(connection: AsyncConnection, *, show: str = "", owner: UUID | None = None) -> QueuePage:
    """What waits by deadline; `mine` what this administrator took, `closed` what was answered last."""
    if show == "mine":
        rows = await connection.execute(_MINE, {"owner": owner})
    else:
        rows = await connection.execute(_CLOSED if show == "closed" else _OPEN)
    return QueuePage([_entry(row) for row in rows.all()], await connection.scalar(_COUNT) or 0)


async def one(connection: AsyncConnection, report_id: UUID) -> Entry:
    row = (await connection.execute(_ONE, {"report": report_id})).one_or_none()
    if row is None:
        raise NotFound
    return _entry(row)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(*row)
