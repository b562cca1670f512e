"""From the outbox to the other processes: committed messages leave in batches, apart from business.

NOTIFY inside a business transaction makes all commits queue behind one lock. So the transaction only writes
rows; once it has committed, whoever is nudged takes what is there and notifies in one short transaction.
"""

import asyncio
import random
from contextlib import suppress

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import NullType, Text

from twiza.kit import direct

CHANNEL = "twiza_live"
log = structlog.get_logger()
_BATCH = 200
# Only rows whose process died before it could send them wait for this.
_LOOK_EVERY = 5.0
# NOTIFY holds the one lock until its commit is on the disk, unless it needn't wait for that: after a crash of the server
# a message may be told once more, to pages that ask anew anyway.
_SEND = (
    text("""
    WITH taken AS MATERIALIZED (
        SELECT id FROM live_outbox ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM live_outbox USING taken WHERE live_outbox.id = taken.id
        RETURNING live_outbox.id, topic, payload
    )
    SELECT topic, pg_notify(:channel, jsonb_build_object('topic', topic, 'payload', payload)::text),
        set_config('synchronous_commit', 'off', true)
    FROM (SELECT topic, payload FROM gone ORDER BY id) AS ordered
""")
    .bindparams(channel=CHANNEL, batch=_BATCH)
    .columns(topic=Text, told=NullType, waits=Text)
)


class Publisher:
    """Sends this process's messages as soon as they are committed, and now and then those left by others."""

    def __init__(self) -> None:
        self._nudged = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def nudge(self) -> None:
        """Something was committed."""
        self._nudged.set()

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Send what is left and end."""
        if self._running is None:
            return
        self._running.cancel()
        await asyncio.wait({self._running})
        self._running = None
        with suppress(SQLAlchemyError, OSError):
            await send_waiting()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY * random.uniform(0.8, 1.2)):  # noqa: S311
                    await self._nudged.wait()
            self._nudged.clear()
            try:
                await send_waiting()
            except (SQLAlchemyError, OSError) as trouble:
                log.warning("live messages wait for the database", reason=str(trouble))
                await asyncio.sleep(1)


async def send_waiting() -> None:
    """Send all that is committed and unsent; others' batches are skipped, not waited for."""
    sent = _BATCH
    while sent == _BATCH:
        sent = len(await direct.alone(_SEND, {}))
