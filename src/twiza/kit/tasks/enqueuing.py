"""Putting a task into the queue, inside the caller's transaction."""

from datetime import timedelta

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.gathering import Part, leave
from twiza.kit.tasks.registry import Work, name_of


def queueing(found: str) -> str:
    """SQL that queues what is `found`: a task's name, its arguments as text, how long it waits, and its key or null."""
    # Our own statement rather than one through the library's connection: taken from under SQLAlchemy, that one may not
    # be in a transaction yet, and the task would survive a rollback.
    return f"""
        INSERT INTO pgqueuer (entrypoint, payload, execute_after, dedupe_key, priority, status)
        SELECT name, convert_to(args, 'UTF8'), now() + delay, key, 0, 'queued'
        FROM ({found}) AS task (name, args, delay, key)
        ON CONFLICT (dedupe_key) WHERE status IN ('queued', 'picked') AND dedupe_key IS NOT NULL DO NOTHING
    """  # noqa: S608  only what modules of ours declare


_QUEUED = Part(
    "tasks",
    {
        "queued_tasks": queueing("""
            SELECT name, args, make_interval(secs => delay), key FROM jsonb_to_recordset(:tasks)
                AS task (name text, args text, delay double precision, key text)
        """)
    },
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
    task = {
        "name": name_of(work),
        "args": orjson.dumps(args, default=str).decode(),  # asyncpg reads ids as a UUID of its own
        "delay": delay.total_seconds() if delay else 0,
        "key": dedupe_key,
    }
    leave(session, _QUEUED, task)
