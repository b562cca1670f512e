"""The queue of reports, the most urgent first, and one report with its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.kit.storage import FileRow
from twiza.trust.models import Report, ReportedKind, ReportFile, ReportReason, ReportStatus

PAGE = 30
Place = tuple[datetime, UUID]
_Reporter, _About, _Owner = aliased(Account), aliased(Account), aliased(Account)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as administrators see it."""

    id: UUID
    kind: ReportedKind
    subject_id: UUID
    reason: ReportReason
    title: str
    details: str
    is_urgent: bool
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


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that somebody added to a report."""

    id: UUID
    name: str
    bytes: int
    is_picture: bool


class QueuePage(NamedTuple):
    """Some reports, how many are open in all, and where the next ones begin."""

    entries: Sequence[Entry]
    open: int
    next: Place | None


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Report.id,
            Report.kind,
            Report.subject_id,
            Report.reason,
            Report.title,
            Report.details,
            Report.is_urgent,
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


_LIMIT = literal_column(str(PAGE + 1))
_COUNT = select(func.count()).where(Report.closed_at.is_(None))
_ONE = _entries().where(Report.id == bindparam("report"))


async def waiting(connection: AsyncConnection) -> int:
    """How many nobody has answered."""
    return await connection.scalar(_COUNT) or 0


async def page(
    connection: AsyncConnection, *, show: str = "", owner: UUID | None = None, after: Place | None = None
) -> QueuePage:
    """What waits by deadline; `mine` what this administrator took, `closed` what was answered last."""
    closed = show == "closed"
    moment = Report.closed_at if closed else Report.due_at
    place = tuple_(moment, Report.id)
    statement = _entries().limit(_LIMIT)
    if closed:
        statement = statement.where(Report.closed_at.is_not(None)).order_by(moment.desc(), Report.id.desc())
    else:
        statement = statement.where(Report.closed_at.is_(None)).order_by(moment, Report.id)
    if show == "mine":
        statement = statement.where(Report.owner_id == owner)
    if after:
        statement = statement.where(place < after if closed else place > after)
    found = [_entry(row) for row in (await connection.execute(statement)).all()]
    waits = await waiting(connection)
    if len(found) <= PAGE:
        return QueuePage(found, waits, None)
    last = found[PAGE - 1]
    return QueuePage(found[:PAGE], waits, (last.closed_at or last.due_at, last.id))


async def files(connection: AsyncConnection, report_id: UUID) -> Sequence[Attached]:
    """What came with a report, what was erased since left out."""
    shown = select(FileRow.id, FileRow.name, FileRow.bytes, FileRow.width.is_not(None))
    theirs = (ReportFile.report_id == report_id, ReportFile.file_id == FileRow.id)
    rows = await connection.execute(shown.where(*theirs, FileRow.deleted_at.is_(None)).order_by(FileRow.id))
    return [Attached(*row) for row in rows]


async def one(connection: AsyncConnection, report_id: UUID) -> Entry:
    row = (await connection.execute(_ONE, {"report": report_id})).one_or_none()
    if row is None:
        raise NotFound
    return _entry(row)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(*row)
