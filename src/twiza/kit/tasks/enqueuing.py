"""Putting a task into the queue, inside the caller's transaction."""

from datetime import timedelta

import orjson
from sqlalchemy import (
    DateTime,
    Interval,
    LargeBinary,
    Text,
    bindparam,
    column,
    func,
    literal_column,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import direct
from twiza.kit.tasks.registry import Work, name_of

_NO_DELAY = timedelta(0)
_QUEUE = table(
    "pgqueuer",
    column("priority"),
    column("entrypoint", Text),
    column("payload", LargeBinary),
    column("execute_after", DateTime(timezone=True)),
    column("dedupe_key", Text),
    column("status"),
)
# The queue is written with our own statement rather than through the library's connection: taken from under
# SQLAlchemy, that one may not be in a transaction yet, and the task would survive a rollback.
_INSERT = (
    insert(_QUEUE)
    .values(
        priority=literal_column("0"),
        entrypoint=bindparam("name"),
        payload=bindparam("args"),
        execute_after=func.now() + bindparam("delay", type_=Interval),
        dedupe_key=bindparam("key"),
        status=literal_column("'queued'"),
    )
    .on_conflict_do_nothing(
        index_elements=["dedupe_key"],
        index_where=text("status IN ('queued', 'picked') AND dedupe_key IS NOT NULL"),
    )
)


async def enqueue(
    session: AsyncSession,
    work: Work | str,
    *args: object,
    delay: timedelta | None = None,
    dedupe_key: str | None = None,
) -> None:
    """Have this done once the caller's transaction has committed, and after `delay`.

    With a `dedupe_key` it is dropped while another task of that key waits or runs; so the key suits work
    that will be asked for again anyway, such as sweeps.
    """
    await direct.rows(
        session,
        _INSERT,
        {
            "name": name_of(work),
            "args": orjson.dumps(args, default=str),  # asyncpg reads ids as a UUID of its own
            "delay": delay or _NO_DELAY,
            "key": dedupe_key,
        },
    )
