"""The book of attempts: who is at a task, how often it was begun, and what became of it.

It is kept through the connection that the worker takes tasks with. The locks belong to that connection's
session, so they go when the worker dies, and only then: a worker that merely stalls keeps them, whatever
the heartbeats say.
"""

import traceback
from dataclasses import dataclass
from typing import cast

import orjson
from pgqueuer.ports.driver import Driver

from twiza.kit import ids
from twiza.kit.logs import scrub
from twiza.kit.tasks.registry import Task

# A task begun this often without an end takes its worker down with it.
MOST_PICKUPS = 3

_TAKE = """
WITH held AS MATERIALIZED (
    SELECT pg_try_advisory_lock(hashtextextended('twiza task ' || $1::bigint, 0)) AS ours
),
counted AS (
    INSERT INTO task_pickup (job_id, pickups) SELECT $1::bigint, 1 FROM held WHERE ours
    ON CONFLICT (job_id) DO UPDATE SET pickups = task_pickup.pickups + 1, picked_at = now()
    RETURNING pickups, failures
)
SELECT pickups, failures FROM counted
"""
_RELEASE = "SELECT pg_advisory_unlock(hashtextextended('twiza task ' || $1::bigint, 0))"
_FORGET = "DELETE FROM task_pickup WHERE job_id = $1::bigint"
_PUT_BACK = "UPDATE task_pickup SET pickups = 0 WHERE job_id = $1::bigint"
_COUNT_FAILURE = "UPDATE task_pickup SET pickups = 0, failures = failures + 1 WHERE job_id = $1::bigint"
_PARK = """
WITH forgotten AS (DELETE FROM task_pickup WHERE job_id = $1::bigint)
INSERT INTO failed_task (id, job_id, task, args, error, traceback, tries)
VALUES ($2::uuid, $1::bigint, $3, $4::text::jsonb, $5, $6, $7)
ON CONFLICT (job_id) DO UPDATE SET error = excluded.error, traceback = excluded.traceback,
    tries = excluded.tries, failed_at = now()
"""


@dataclass(frozen=True)
class Attempt:
    """One go at one task, while we hold its lock."""

    driver: Driver
    job_id: int
    pickups: int
    failures: int

    @property
    def is_poison(self) -> bool:
        return self.pickups > MOST_PICKUPS

    async def succeeded(self) -> None:
        await self.driver.execute(_FORGET, self.job_id)

    async def interrupted(self) -> None:
        """The worker stops; the task did nothing wrong."""
        await self.driver.execute(_PUT_BACK, self.job_id)

    async def failed(self) -> None:
        await self.driver.execute(_COUNT_FAILURE, self.job_id)

    async def park(self, task: Task, args: list[object], error: Exception) -> None:
        """Give the task up, keeping what an admin needs to understand why."""
        await self.driver.execute(
            _PARK,
            self.job_id,
            ids.new(),
            task.name,
            orjson.dumps(args).decode(),
            scrub(f"{type(error).__name__}: {error}"),
            scrub("".join(traceback.format_exception(error))),
            self.failures + 1,
        )

    async def release(self) -> None:
        await self.driver.fetch(_RELEASE, self.job_id)


async def take(driver: Driver, job_id: int) -> Attempt | None:
    """Lock the task and count the attempt before it begins; None when another worker is still at it."""
    rows = await driver.fetch(_TAKE, job_id)
    if not rows:
        return None
    return Attempt(driver, job_id, cast("int", rows[0]["pickups"]), cast("int", rows[0]["failures"]))
