"""Servers of these tests' own, on folders of their own: nothing here touches the suite's database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from twiza.kit.postgres import ensure, unprivileged

SRC = Path(__file__).parents[3] / "src"
Spawn = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder() -> Generator[Path]:
    """A folder that every user can enter, as pytest's own is not when root runs it."""
    path = Path(tempfile.mkdtemp(prefix="twiza-pg-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def data_dir(folder: Path) -> Path:
    return folder / "pg"


@pytest.fixture
def outside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /var/lib: where root's servers go when the checkout is closed."""
    place = folder / "outside"
    place.mkdir()
    monkeypatch.setattr(unprivileged, "READABLE_PLACES", (place,))
    return place


@pytest.fixture(scope="session")
def made() -> Generator[Path]:
    """A cluster made once, for tests that only need one to exist."""
    path = Path(tempfile.mkdtemp(prefix="twiza-pg-"))
    path.chmod(0o755)
    ensure(path / "pg", durable=False).stop()
    yield path / "pg"
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def existing(made: Path, data_dir: Path) -> Path:
    """A stopped server's folder that the test may spoil."""
    subprocess.run(["cp", "-a", made, data_dir], check=True)
    return data_dir


@pytest.fixture
def spawn() -> Generator[Spawn]:
    """Runs a piece of Python in a process of its own; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SRC), os.environ.get("PYTHONPATH", "")])},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
