"""The worker: carries out tasks and lets periodic ones come round, until it is told to stop."""

import asyncio
import importlib
import signal

import structlog

from twiza.kit import bus, clock, db, logs
from twiza.kit.tasks.periodic import Periodic, keep_ticking
from twiza.kit.tasks.running import work
from twiza.operations import lifeline

log = structlog.get_logger()
# Importing them registers their tasks, and what else must listen here as it does in the web.
TASKS = ("twiza.kit.storage.erasing", "twiza.notifications.tasks", "twiza.payments", "twiza.trust.models")


def main() -> None:
    """Run until SIGTERM or SIGINT; running tasks get a moment to end, another worker takes up the rest."""
    import uvloop

    logs.configure()
    clock.check_zone_data()
    lifeline.hold()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run())


def load() -> list[Periodic]:
    """Every task and whatever reacts to something; then, what comes round."""
    for module in TASKS:
        importlib.import_module(module)
    from twiza.periodic import PERIODIC

    return PERIODIC


async def _run() -> None:
    periodic = load()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await bus.start(listening=False)
    log.info("worker started")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(keep_ticking(periodic, stop))
            group.create_task(work(stop))
    finally:
        await bus.stop()
        await db.dispose()
        log.info("worker stopped")
