"""A worker's loop: takes tasks, outlives a restart of the database, stops politely."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial

import asyncpg
import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import FailingListenerError

from twiza.kit.db import plain_dsn
from twiza.kit.tasks.carrying_out import carry_out
from twiza.kit.tasks.registry import registered

log = structlog.get_logger()

# A worker silent for so long is taken for dead and its tasks go to another.
HEARTBEAT = timedelta(seconds=30)
# How long running tasks may go on once the worker was asked to stop.
GRACE = 5.0
_AT_ONCE = 10
_RECONNECT_AFTER = 1.0
_CONNECTION_TROUBLE = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    # What the driver says when the server goes away between two halves of an operation.
    asyncpg.InternalClientError,
    FailingListenerError,
)


async def work(stop: asyncio.Event, *, heartbeat: timedelta = HEARTBEAT) -> None:
    """Carry out tasks until told to stop; a database that goes away is waited for."""
    while not stop.is_set():
        try:
            await _work_connected(stop, heartbeat)
        except _CONNECTION_TROUBLE as trouble:
            log.warning("the worker lost the database and tries again", reason=str(trouble))
        with suppress(TimeoutError):
            async with asyncio.timeout(_RECONNECT_AFTER):
                await stop.wait()


async def _work_connected(stop: asyncio.Event, heartbeat: timedelta) -> None:
    connection = await asyncpg.connect(plain_dsn(), server_settings={"application_name": "twiza worker"})
    try:
        driver = AsyncpgDriver(connection)
        manager = QueueManager(Queries(driver))
        for task in registered():
            manager.entrypoint(task.name, accepts_context=True)(partial(carry_out, driver, task))
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _connection: lost.set())
        ending = asyncio.create_task(_end_when_asked(manager, stop, lost))
        try:
            await manager.run(
                # Nobody tells us of tasks to retry, nor of those whose worker died: they are looked for.
                dequeue_timeout=heartbeat / 3,
                batch_size=_AT_ONCE // 2,
                max_concurrent_tasks=_AT_ONCE,
                shutdown_on_listener_failure=True,
                heartbeat_timeout=heartbeat,
            )
        finally:
            ending.cancel()
    finally:
        connection.terminate()


async def _end_when_asked(manager: QueueManager, stop: asyncio.Event, lost: asyncio.Event) -> None:
    """Take no more tasks once asked to stop, and interrupt those that don't end in time.

    With the connection go the locks that keep other workers away from our tasks, so then they are
    interrupted at once.
    """
    waits = {asyncio.ensure_future(stop.wait()), asyncio.ensure_future(lost.wait())}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    manager.shutdown.set()
    if not lost.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await lost.wait()
    for context in list(manager.job_context.values()):
        context.cancellation.cancel()
