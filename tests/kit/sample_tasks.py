"""Tasks that leave a trace in a file, and the worker process that carries them out."""

import asyncio
import os
import signal
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from twiza.kit.tasks import task

SOON = timedelta(milliseconds=50)
HEARTBEAT = timedelta(seconds=1)


def trace(path: str) -> list[str]:
    return Path(path).read_text().split() if Path(path).exists() else []


def leave(path: str, word: str) -> None:
    with Path(path).open("a") as file:
        file.write(word + "\n")


@task("sample.note")
async def note(path: str, subject_id: UUID) -> None:
    leave(path, f"{type(subject_id).__name__}:{subject_id}")


@task("sample.flaky", retries=3, backoff=SOON)
async def flaky(path: str) -> None:
    leave(path, "try")
    if len(trace(path)) < 3:
        raise ValueError("not yet")


@task("sample.hopeless", retries=2, backoff=SOON)
async def hopeless(path: str) -> None:
    leave(path, "try")
    raise ValueError("the line +212 611 111 111 is dead")


@task("sample.slow")
async def slow(path: str) -> None:
    """Goes on until the test says so."""
    leave(path, "begin")
    while not Path(path + ".go").exists():
        await asyncio.sleep(0.02)
    leave(path, "end")


@task("sample.stalling")
async def stalling(path: str) -> None:
    """Holds the whole process up, heartbeats included."""
    leave(path, "begin")
    while not Path(path + ".go").exists():
        signal.sigtimedwait([], 0.02)
    leave(path, "end")


@task("sample.deadly")
async def deadly(path: str) -> None:
    leave(path, "begin")
    os.kill(os.getpid(), signal.SIGKILL)


@task("sample.self_cancelled", retries=0)
async def self_cancelled(path: str) -> None:
    leave(path, "begin")
    raise asyncio.CancelledError


def be_a_worker() -> None:
    """What a worker process does, until it is killed."""
    from twiza.kit.tasks.running import work

    asyncio.run(work(asyncio.Event(), heartbeat=HEARTBEAT))
