"""How these tests look at a server from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from twiza.kit.postgres import PostgresProblem, ensure

needs_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can play this: run the suite as root too"
)


def the_problem(data_dir: Path) -> str:
    """The one line that a failing start tells."""
    with pytest.raises(PostgresProblem) as caught:
        ensure(data_dir, durable=False).stop()
    line = str(caught.value)
    assert "\n" not in line
    assert "Traceback" not in line
    assert line.endswith(".")
    return line


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def working_in(data_dir: Path) -> list[int]:
    """Every process that belongs to this folder's server: the server's own and the watcher."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout
    cluster = str(data_dir / "cluster")
    return [int(line.split()[0]) for line in listed.splitlines() if cluster in line]


def eventually(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
