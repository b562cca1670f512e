"""The audit log: what an administrator did, to whom and why, in the transaction of the act itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account, AdminAct
from twiza.kit import clock, ids

PAGE = 50
LOOK = "look"
_Subject = aliased(Account)


class Filters(NamedTuple):
    """Which lines of the log to show; empty means any."""

    admin_id: UUID | None = None
    verb: str = ""
    subject_id: UUID | None = None
    with_looks: bool = True


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log; `subject_name` is there when it was done to an account."""

    id: UUID
    admin_id: UUID
    admin_name: str
    verb: str
    subject: str
    subject_id: UUID | None
    subject_name: str | None
    reason: str | None
    details: Mapping[str, object]
    created_at: datetime


class ActPage(NamedTuple):
    """Some lines, and where the older ones begin."""

    acts: Sequence[Act]
    next: UUID | None


_LINES = (
    select(
        AdminAct.id,
        AdminAct.admin_id,
        func.concat_ws(" ", Account.first_name, Account.last_name),
        AdminAct.verb,
        AdminAct.subject,
        AdminAct.subject_id,
        func.nullif(func.concat_ws(" ", _Subject.first_name, _Subject.last_name), literal_column("''")),
        AdminAct.reason,
        AdminAct.details,
        AdminAct.created_at,
    )
    .join(Account, Account.id == AdminAct.admin_id)
    .outerjoin(_Subject, _Subject.id == AdminAct.subject_id)
    .order_by(AdminAct.id.desc())
)


async def write(  # noqa: PLR0917  who did what to whom, why: read as a sentence
    session: AsyncSession,
    by: UUID,
    verb: str,
    subject: str,
    subject_id: UUID | None = None,
    reason: str | None = None,
    details: Mapping[str, object] | None = None,
) -> UUID:
    """Add one line to the log; it can't be changed or taken away afterwards."""
    row = ids.new()
    await session.execute(
        insert(AdminAct).values(
            id=row,
            admin_id=by,
            verb=verb,
            subject=subject,
            subject_id=subject_id,
            reason=reason,
            details=dict(details or {}),
            created_at=clock.now(),
        )
    )
    return row


async def entries(
    connection: AsyncConnection, filters: Filters, *, after: UUID | None = None, limit: int = PAGE
) -> ActPage:
    """The log, newest first."""
    statement = _LINES.limit(literal_column(str(limit + 1)))
    if filters.admin_id:
        statement = statement.where(AdminAct.admin_id == filters.admin_id)
    if filters.verb:
        statement = statement.where(AdminAct.verb == filters.verb)
    if filters.subject_id:
        statement = statement.where(AdminAct.subject_id == filters.subject_id)
    if not filters.with_looks:
        statement = statement.where(AdminAct.verb != LOOK)
    if after:
        statement = statement.where(AdminAct.id < after)
    acts = [Act(*row) for row in (await connection.execute(statement)).all()]
    return ActPage(acts[:limit], acts[limit - 1].id if len(acts) > limit else None)


async def administrators(connection: AsyncConnection) -> Sequence[tuple[UUID, str]]:
    """Whoever has ever done something, for the log's filter."""
    name = func.concat_ws(" ", Account.first_name, Account.last_name)
    acted = select(AdminAct.admin_id)
    rows = await connection.execute(select(Account.id, name).where(Account.id.in_(acted)).order_by(name))
    return [(row[0], row[1]) for row in rows]
