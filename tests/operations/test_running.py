"""`twiza run` as its user meets it: real processes, signals, a second start."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.site import free_port


def environment(data: Path, **changes: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TWIZA_", "DATABASE_URL"))
    }
    return {**kept, "TWIZA_DATA_DIR": str(data), "PORT": str(free_port()), "PYTHONUNBUFFERED": "1", **changes}


@contextmanager
def started(settings: dict[str, str]) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A running Twiza and everything its screen said; stopped like Ctrl-C does."""
    program = subprocess.Popen(
        [sys.executable, "-m", "twiza.cli", "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=settings,
    )
    assert program.stdout is not None
    said: list[str] = []
    for line in program.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    try:
        yield program, "".join(said)
    finally:
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=60)


def relatives(data: Path) -> set[int]:
    """Processes that name this data folder, in their command or environment."""
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if entry.name.isdigit() and int(entry.name) != os.getpid() and str(data).encode() in told:
            found.add(int(entry.name))
    return found


def gone(data: Path, within: float = 30) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not relatives(data):
            return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def test_one_screen_a_second_start_and_a_clean_end(data: Path) -> None:
    settings = environment(data)
    with started(settings) as (program, said):
        assert f"http://127.0.0.1:{settings['PORT']}" in said
        assert "salma@demo.twiza.example" in said
        assert str(data) in said
        with urllib.request.urlopen(f"http://127.0.0.1:{settings['PORT']}/pros") as answer:
            assert "Hassan" in answer.read().decode()
        second = subprocess.run(
            [sys.executable, "-m", "twiza.cli", "run"],
            capture_output=True,
            text=True,
            env=settings,
            check=False,
        )
        assert second.returncode == 1
        assert "already running" in second.stderr
        assert program.poll() is None
    assert program.returncode == 0
    assert gone(data)


def test_killing_the_starter_leaves_no_orphan(data: Path) -> None:
    with started(environment(data)) as (program, _said):
        program.kill()
        assert gone(data)


def test_a_taken_port_is_told_with_the_remedy(data: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "twiza.cli", "run"],
            capture_output=True,
            text=True,
            env=environment(data, PORT=str(port)),
            check=False,
        )
    assert done.returncode == 1
    assert f"PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_refuses_defaults(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "twiza.cli", "run"],
        capture_output=True,
        text=True,
        env=environment(data, TWIZA_ENV="production"),
        check=False,
    )
    assert done.returncode == 1
    assert "TWIZA_SECRET_KEY" in done.stderr
    assert "TWIZA_SMS_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_everything_well_and_tells_remedies(data: Path) -> None:
    settings = environment(data)
    well = subprocess.run(
        [sys.executable, "-m", "twiza.cli", "doctor"],
        capture_output=True,
        text=True,
        env=settings,
        check=False,
    )
    assert well.returncode == 0, well.stdout
    assert "PostgreSQL 18" in well.stdout
    ill = subprocess.run(
        [sys.executable, "-m", "twiza.cli", "doctor"],
        capture_output=True,
        text=True,
        env={**settings, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
        check=False,
    )
    assert ill.returncode == 1
    assert "→" in ill.stdout
    assert "Traceback" not in ill.stderr


def test_a_backup_comes_back(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "twiza.tar"

    def twiza(*words: str, where: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "twiza.cli", *words],
            capture_output=True,
            text=True,
            env=environment(where),
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "keys" in twiza("backup", str(archive), where=data)
    twiza("restore", str(archive), where=tmp_path / "fresh")
    assert "all there" in twiza("doctor", where=tmp_path / "fresh")
