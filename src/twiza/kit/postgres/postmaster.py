"""The running server as its pid file tells about it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .problem import PostgresProblem

SECONDS_TO_STOP = 60


@dataclass(frozen=True, slots=True)
class Postmaster:
    pid: int
    port: int
    ready: bool


def read_pid_file(cluster: Path) -> Postmaster | None:
    """What postmaster.pid says, or nothing while it is absent or half written."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), int(lines[3]), ready=len(lines) > 7 and lines[7].strip() == "ready")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def clear_leftovers(cluster: Path) -> None:
    """Stops a server that nobody watches, and drops pid files whose number another program has got.

    A pid file of a dead server stays: PostgreSQL learns from it whether an old backend is still writing.
    """
    found = read_pid_file(cluster)
    if found is None or not is_alive(found.pid):
        return
    if not _works_in(found.pid, cluster):
        if not _anyone_works_in(cluster):
            for left in (cluster / "postmaster.pid", *cluster.glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)
        return
    os.kill(found.pid, signal.SIGINT)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while is_alive(found.pid):
        if time.monotonic() > deadline:
            raise PostgresProblem(
                f"An earlier server (process {found.pid}) still runs on {cluster} and doesn't stop",
                f"End it (kill -QUIT {found.pid}) and start again.",
            )
        time.sleep(0.02)


def _works_in(pid: int, cluster: Path) -> bool:
    """Whether the process is a server of this cluster: PostgreSQL makes the cluster its working directory."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == cluster.resolve()
        except OSError:
            return False
    told = subprocess.run(
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(cluster) in told.stdout


def _anyone_works_in(cluster: Path) -> bool:
    return sys.platform == "linux" and any(
        _works_in(int(entry.name), cluster) for entry in Path("/proc").iterdir() if entry.name.isdigit()
    )
