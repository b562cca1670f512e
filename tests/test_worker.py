"""The worker as it is started: it ticks, works, and leaves when asked."""

import asyncio
import os
import signal
import sys

import pytest
from sqlalchemy import func, select, table

from twiza.kit import db
from twiza.kit.tasks.models import FailedTask, PeriodicTick

pytestmark = pytest.mark.usefixtures("committed")


async def _done(worker: asyncio.subprocess.Process) -> bool:
    from twiza.periodic import PERIODIC

    assert worker.returncode is None, "the worker ended by itself"
    async with db.reading() as connection:
        ticks = await connection.scalar(select(func.count()).select_from(PeriodicTick))
        waiting = await connection.scalar(select(func.count()).select_from(table("pgqueuer")))
    return ticks == len(PERIODIC) and waiting == 0


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
async def test_it_does_what_the_clock_asks_and_ends_when_told(asked: signal.Signals) -> None:
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "twiza.cli", "worker", env=dict(os.environ)
    )
    try:
        async with asyncio.timeout(40):
            while not await _done(worker):
                await asyncio.sleep(0.1)
        worker.send_signal(asked)
        assert await asyncio.wait_for(worker.wait(), 20) == 0
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    async with db.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(FailedTask)) == 0
