"""The worker: carries out tasks and lets periodic ones come round, until it is told to stop."""

import asyncio
import importlib
import signal

import structlog

from twiza.kit import bus, clock, db, logs
from twiza.kit.tasks.periodic import keep_ticking
from twiza.kit.tasks.running import work
from twiza.operations import lifeline

log = structlog.get_logger()
# Importing them registers their tasks; one line per domain that has some.
TASKS = ("twiza.kit.storage.erasing", "twiza.notifications.tasks")


def main() -> None:
    """Run until SIGTERM or SIGINT; running tasks get a moment to end, another worker takes up the rest."""
    import uvloop

    logs.configure()
    clock.check_zone_data()
    lifeline.hold()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run())


async def _run() -> None:
    for module in TASKS:
        importlib.import_module(module)
    from twiza.periodic import PERIODIC

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await bus.start(listening=False)
    log.info("worker started")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(keep_ticking(PERIODIC, stop))
            group.create_task(work(stop))
    finally:
        await bus.stop()
        await db.dispose()
        log.info("worker stopped")
