"""Tasks that were given up: what there is, and taking one out of the park."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.kit.db import lock
from twiza.kit.tasks.enqueuing import enqueue
from twiza.kit.tasks.models import FailedTask

PAGE = 30
_LIST = select(
    FailedTask.id,
    FailedTask.task,
    FailedTask.args,
    FailedTask.error,
    FailedTask.traceback,
    FailedTask.tries,
    FailedTask.failed_at,
).order_by(FailedTask.id.desc())


class Parked(NamedTuple):
    """Some tasks, and where the older ones begin."""

    tasks: Sequence[Any]
    next: UUID | None


async def parked(connection: AsyncConnection, *, after: UUID | None = None, limit: int = PAGE) -> Parked:
    """The newest first."""
    statement = _LIST.limit(literal_column(str(limit + 1)))
    if after:
        statement = statement.where(FailedTask.id < after)
    rows = (await connection.execute(statement)).all()
    return Parked(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


async def retry(session: AsyncSession, failed_id: UUID) -> str:
    """Back into the queue with all its tries; its name."""
    failed = await lock(session, FailedTask, failed_id)
    await enqueue(session, failed.task, *failed.args)
    await session.delete(failed)
    return failed.task


async def drop(session: AsyncSession, failed_id: UUID) -> str:
    """It won't be done; its name."""
    failed = await lock(session, FailedTask, failed_id)
    await session.delete(failed)
    return failed.task
