"""`twiza run`: the whole of Twiza on one machine, started in order and stopped together."""

import asyncio
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from twiza.kit import clock
from twiza.kit.settings import Settings, settings
from twiza.operations import freshness, safety, screen
from twiza.operations.lifeline import VARIABLE
from twiza.operations.problem import CannotStart

_READY_WITHIN = 60


@dataclass
class Children:
    """The web and the worker, by their names; each writes to a log file of its own."""

    logs: Path
    lifeline: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def load(self, name: str) -> None:
        """Have it load what it needs, which takes longer than all else, until it is told to start."""
        with (self.logs / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "twiza.child", name],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, VARIABLE: str(self.lifeline)},
                pass_fds=(self.lifeline,),
                # A terminal's Ctrl-C reaches the whole group; the children are stopped by us, in order.
                start_new_session=True,
            )

    def start(self, name: str, database: str) -> None:
        """Here is the database. One that has ended meanwhile is found by `check_alive`."""
        if told := self.running[name].stdin:
            with suppress(BrokenPipeError), told:
                told.write(database.encode())

    def stop(self) -> None:
        """All of them, and wait for it."""
        _stop(list(self.running.values()))
        self.running.clear()

    def check_alive(self) -> None:
        for name, child in self.running.items():
            if child.poll() is not None:
                log = self.logs / f"{name}.log"
                raise CannotStart(
                    f"The {name} process ended. Its last words, from {log}:\n{_last_lines(log)}"
                )


def run() -> None:
    """Start everything, print where it is, and stop what was started on Ctrl-C."""
    chosen = settings()
    clock.check_zone_data()
    if found := safety.faults(chosen):
        raise CannotStart("Twiza refuses to start in production:\n  - " + "\n  - ".join(found))
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(_only_one(chosen))
        _check_port(chosen)
        stack.enter_context(_stop_signals())
        children = stack.enter_context(_children(chosen))
        children.load("web")
        if chosen.database_url is None:
            stack.enter_context(_embedded_database(chosen))
            # Before the database, which they still need while they end.
            stack.callback(children.stop)
        if not asyncio.run(freshness.is_as_left(chosen)):
            asyncio.run(_prepare())
        database = settings().database_url or ""
        children.start("web", database)
        _wait_until_ready(chosen, children)
        # Pages are there sooner when the worker doesn't load beside them.
        children.load("worker")
        children.start("worker", database)
        screen.show(chosen)
        _wait_for_the_end(children)
    print("\nTwiza has stopped.")


@contextmanager
def _only_one(chosen: Settings) -> Iterator[None]:
    path = chosen.data_dir / "run.lock"
    with path.open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            held.seek(0)
            raise CannotStart(
                f"Twiza is already running at {held.read().strip() or chosen.public_url}"
            ) from error
        held.truncate(0)
        held.write(chosen.public_url)
        held.flush()
        yield


def _check_port(chosen: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError as error:
            raise CannotStart(
                f"Port {chosen.port} is taken by another program. Choose another: PORT={chosen.port + 1} make run"
            ) from error


@contextmanager
def _stop_signals() -> Iterator[None]:
    """SIGTERM ends us the way Ctrl-C does: through the exits of every context."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _embedded_database(chosen: Settings) -> Iterator[None]:
    from twiza.kit import postgres

    try:
        with screen.telling("Starting PostgreSQL"):
            server = postgres.ensure(chosen.data_dir / "postgres")
    except postgres.PostgresProblem as problem:
        raise CannotStart(str(problem)) from problem
    os.environ["DATABASE_URL"] = server.url
    settings.cache_clear()
    try:
        yield
    finally:
        server.stop()


async def _prepare() -> None:
    """Migrate, fill the lists every page needs, and load the demo world into an empty database."""
    from twiza.kit import db
    from twiza.operations import preparing

    try:
        await preparing.prepare()
    finally:
        await db.dispose()


@contextmanager
def _children(chosen: Settings) -> Iterator[Children]:
    """They end with us whatever ends us."""
    logs = chosen.data_dir / "log"
    logs.mkdir(exist_ok=True)
    ours, theirs = os.pipe()
    children = Children(logs, ours)
    try:
        yield children
    finally:
        os.close(ours)
        os.close(theirs)
        children.stop()


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        with suppress(ProcessLookupError):
            child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_until_ready(chosen: Settings, children: Children) -> None:
    address = f"http://{chosen.host}:{chosen.port}/health/ready"
    until = time.monotonic() + _READY_WITHIN
    with screen.telling("Starting the web"):
        while time.monotonic() < until:
            children.check_alive()
            with (
                suppress(OSError),
                urllib.request.urlopen(address, timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.05)
    raise CannotStart(f"Twiza did not become ready. The reason is in {chosen.data_dir / 'log'}")


def _wait_for_the_end(children: Children) -> None:
    while True:
        children.check_alive()
        time.sleep(0.5)


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])
