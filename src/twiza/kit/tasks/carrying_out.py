"""One task carried out: locked, counted, run, and its end written down."""

import asyncio
from datetime import timedelta
from typing import NoReturn, cast

import orjson
import structlog
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context, Job
from pgqueuer.ports.driver import Driver

from twiza.kit.tasks import attempts
from twiza.kit.tasks.attempts import Attempt
from twiza.kit.tasks.registry import Task

log = structlog.get_logger()
# How soon to look again at a task that another worker still holds.
_HELD_ELSEWHERE = timedelta(seconds=15)


class Poisoned(Exception):
    """A task that was begun again and again and never came to an end."""


async def carry_out(driver: Driver, task: Task, job: Job, context: Context) -> None:
    """Run this task unless another worker is at it; raise what PgQueuer should make of the outcome."""
    with structlog.contextvars.bound_contextvars(task=task.name, task_id=job.id):
        attempt = await attempts.take(driver, job.id)
        if attempt is None:
            raise RetryRequested(_HELD_ELSEWHERE, "another worker is at it")
        try:
            await _attempt(attempt, task, job, context)
        finally:
            await attempt.release()


async def _attempt(attempt: Attempt, task: Task, job: Job, context: Context) -> None:
    args = cast("list[object]", orjson.loads(job.payload or b"[]"))
    if attempt.is_poison:
        poisoned = Poisoned(
            f"Begun {attempts.MOST_PICKUPS} times and never ended: it seems to kill its worker"
        )
        await attempt.park(task, args, poisoned)
        raise poisoned
    ended = False
    try:
        with context.cancellation:
            await task.run(*args)
            ended = True
    except asyncio.CancelledError as stray:
        # Not our own cancelling, which the scope above swallows: something within the task was cancelled.
        if (ours := asyncio.current_task()) and ours.cancelling():
            raise
        await _failed(attempt, task, args, RuntimeError(f"cancelled from within: {stray}"))
    except Exception as error:  # noqa: BLE001  whatever a task raises is a failure of the task
        await _failed(attempt, task, args, error)
    if not ended:
        await attempt.interrupted()
        raise RetryRequested(timedelta(0), "the worker is stopping")
    await attempt.succeeded()


async def _failed(attempt: Attempt, task: Task, args: list[object], error: Exception) -> NoReturn:
    failures = attempt.failures + 1
    if failures > task.retries:
        await attempt.park(task, args, error)
        log.error("task given up", tries=failures)
        raise error
    await attempt.failed()
    wait = task.wait_after(failures)
    log.warning("task failed", tries=failures, again_in=wait.total_seconds(), exc_info=error)
    raise RetryRequested(wait, str(error)) from error
