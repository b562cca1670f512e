"""Work that comes round: each tick is enqueued once, by whichever worker claims it first.

A tick becomes an ordinary task, so it is retried, guarded and logged like any other, and is skipped while
the one before it still runs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.tasks.enqueuing import enqueue
from twiza.kit.tasks.models import PeriodicTick
from twiza.kit.tasks.registry import task

log = structlog.get_logger()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Sweep = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Periodic:
    """A sweep and how often it comes round."""

    name: str
    interval: timedelta

    def last_due(self, now: datetime) -> datetime:
        """The latest round moment: every worker computes the same one."""
        return now - (now - _EPOCH) % self.interval


def every(*, seconds: int = 0, minutes: int = 0, hours: int = 0) -> Callable[[Sweep], Periodic]:
    """Have this done once in so much time, however many workers there are."""

    def register(sweep: Sweep) -> Periodic:
        name = f"{sweep.__module__}.{sweep.__qualname__}".removeprefix("twiza.")

        async def run() -> None:
            await sweep()

        task(name)(run)
        return Periodic(name, timedelta(seconds=seconds, minutes=minutes, hours=hours))

    return register


async def tick(table: list[Periodic]) -> None:
    """Enqueue whatever has come due and nobody has claimed yet."""
    now = clock.now()
    for periodic in table:
        due = periodic.last_due(now)
        claim = insert(PeriodicTick).values(name=periodic.name, due_at=due)
        claim = claim.on_conflict_do_update(
            index_elements=["name"], set_={"due_at": due}, where=PeriodicTick.due_at < due
        ).returning(PeriodicTick.name)
        async with unit_of_work() as session:
            if await session.scalar(claim) is not None:
                await enqueue(session, periodic.name, dedupe_key=f"periodic {periodic.name}")


async def keep_ticking(table: Sequence[Periodic], stop: asyncio.Event) -> None:
    """Tick whenever something comes due, until told to stop."""
    while not stop.is_set():
        begun = clock.now()
        try:
            await tick([one for one in table if one.last_due(begun) > _seen.get(one.name, _EPOCH)])
            _seen.update((one.name, one.last_due(begun)) for one in table)
        except (SQLAlchemyError, OSError) as trouble:
            log.warning("periodic tasks wait for the database", reason=str(trouble))
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await stop.wait()


# What this process needn't ask the database about any more.
_seen: dict[str, datetime] = {}
