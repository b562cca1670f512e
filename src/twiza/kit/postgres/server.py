"""Starting, sharing and leaving the embedded server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .address import address, socket_folder, socket_name
from .client import psql
from .cluster import DATABASE, ROLE, SUPERUSER, passwords, prepare
from .home import Home, open_folder, open_home
from .lock import exclusive, is_held, open_lock, shared, try_exclusive, try_shared
from .port import answers, choose_port
from .postmaster import clear_leftovers, read_pid_file
from .problem import PostgresProblem, file_faults, from_output
from .unprivileged import runnable
from .wheel import binaries

SECONDS_TO_START = 120  # replaying the log of a crash takes its time
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
PORT_TAKEN = "could not create any TCP"
PASSING_ANSWER = r"shutting down|starting up|recovery mode|refused|closed the connection"
PATIENCE = 15
PASSING = ("pre-existing shared memory block", PORT_TAKEN)


@dataclass(slots=True)
class Server:
    """A running server that we use. `owned` tells whether we were the one who started it."""

    home: Home
    port: int
    owned: bool
    _password: str = field(repr=False)
    _admin_password: str = field(repr=False)
    _use: int | None = field(repr=False)

    @property
    def dsn(self) -> str:
        return self._address(ROLE, self._password)

    @property
    def url(self) -> str:
        return self.dsn.replace("postgresql:", "postgresql+asyncpg:", 1)

    @property
    def admin_dsn(self) -> str:
        """The superuser's way in, for an operator; the application never uses it."""
        return self._address(SUPERUSER, self._admin_password)

    def _address(self, role: str, password: str) -> str:
        folder = socket_folder(self.cluster, self.port)
        # A server that was started before there were sockets is joined at its port.
        there = folder is not None and (folder / socket_name(self.port)).exists()
        return address(role, password, DATABASE, port=self.port, socket=folder if there else None)

    @property
    def cluster(self) -> Path:
        """Where the data really is: outside the checkout when the server's user can't enter it."""
        return self.home.cluster

    @property
    def log_path(self) -> Path:
        return self.home.log

    def stop(self) -> None:
        """We leave; the server stops if we were its last user, and is down when this returns."""
        if self._use is None:
            return
        with exclusive(self.home.start_lock):  # nobody joins while we look
            os.close(self._use)
            self._use = None
            deadline = time.monotonic() + SECONDS_TO_START
            while is_held(self.home.watcher_lock) and not self._others_use_it():
                if time.monotonic() > deadline:
                    raise PostgresProblem("The database server doesn't stop", f"See {self.log_path}.")
                time.sleep(0.02)

    def _others_use_it(self) -> bool:
        """Others hold the lock in common; the watcher, once it stops the server, holds it alone."""
        fd = open_lock(self.home.users_lock)
        try:
            return not try_exclusive(fd) and try_shared(fd)
        finally:
            os.close(fd)


def ensure(data_dir: Path, *, durable: bool = True) -> Server:
    """A running server on that folder: made, started or joined, whichever it takes.

    `durable=False` trades safety for speed and is for tests alone.
    """
    folder = open_folder(data_dir)
    patience = time.monotonic() + PATIENCE
    while True:
        server = _join(folder, durable=durable)
        try:
            psql(server.dsn, "SELECT 1")
        except PostgresProblem as problem:
            server.stop()
            if time.monotonic() > patience or not re.search(PASSING_ANSWER, problem.what):
                raise _unusable(server.home, problem) from problem
            time.sleep(0.2)  # we joined a server whose watcher was just killed
        else:
            return server


def _join(folder: Path, *, durable: bool) -> Server:
    """Uses the server, which one starter at a time may bring up."""
    with file_faults(folder), exclusive(folder / "start.lock"):
        home = open_home(folder)
        use = shared(home.users_lock)  # waits while a watcher is stopping the server
        try:
            owned = _start(home, durable=durable)
            port = _port_in_use(home, durable=durable)
            secrets = passwords(home)
        except BaseException:
            os.close(use)
            raise
        return Server(home, port, owned, secrets[ROLE], secrets[SUPERUSER], use)


def _unusable(home: Home, problem: PostgresProblem) -> PostgresProblem:
    """It runs but serves nobody; why it keeps crashing stands in its log only."""
    story = _log_since(home) if "recovery mode" in problem.what else problem.what
    return from_output(
        "The database can't be used", story, home=home.folder, place=home.cluster, log=home.log
    )


@contextmanager
def running(data_dir: Path, *, durable: bool = True) -> Generator[Server]:
    """The server for the length of a block."""
    server = ensure(data_dir, durable=durable)
    try:
        yield server
    finally:
        server.stop()


def _start(home: Home, *, durable: bool) -> bool:
    """Starts the server unless one is up; tells whether it did."""
    patience = time.monotonic() + PATIENCE
    while True:
        watcher = open_lock(home.watcher_lock)
        try:
            if not try_exclusive(watcher):
                _wait_until_ready(home)
                return False
            log_begins = _launch(home, watcher, durable=durable)
        finally:
            os.close(watcher)
        try:
            _wait_until_ready(home, log_begins)
        except PostgresProblem as problem:
            if time.monotonic() > patience or not any(reason in str(problem) for reason in PASSING):
                raise
            if PORT_TAKEN in str(problem):
                home.port.unlink(missing_ok=True)
            time.sleep(0.3)
        else:
            return True


def _launch(home: Home, watcher: int, *, durable: bool) -> int:
    """Starts the watcher, which starts the server; returns where in the log their story begins."""
    programs = runnable(binaries(), home.account)
    clear_leftovers(home.cluster)
    prepare(home, programs, durable=durable)
    port = choose_port(home)
    sockets = socket_folder(home.cluster, port) or ""
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={_listed(sockets)}"]
    settings += () if durable else NOT_DURABLE
    command = [programs.tool("postgres"), "-D", home.cluster, *(part for s in settings for part in ("-c", s))]
    account = home.account
    beside = [home.users_lock, home.log, account.uid, account.gid, home.cluster]
    home.log.touch(mode=0o600)
    with home.log.open("ab") as log:
        begins = log.tell()
        subprocess.run(
            [
                sys.executable,
                "-I",
                "-S",
                Path(__file__).with_name("watcher.py"),
                *map(str, [*beside, *command]),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            pass_fds=(watcher,),
            start_new_session=True,  # Ctrl-C in the terminal is not for the server
            check=True,
        )
    return begins


def _listed(folder: Path | str) -> str:
    """One item of a list: a comma or a quote in its name is part of it."""
    quoted = str(folder).replace('"', '""')
    return f'"{quoted}"' if folder else ""


def _wait_until_ready(home: Home, log_begins: int = 0) -> None:
    """Returns when the server takes connections; raises when its watcher has given up."""
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        watched = is_held(home.watcher_lock)
        found = read_pid_file(home.cluster)
        if watched and found and found.ready and answers(found.port):
            return
        if not watched or time.monotonic() > deadline:
            story = _log_since(home, log_begins)
            raise from_output(
                "The database server did not start", story, home=home.folder, place=home.cluster, log=home.log
            )
        time.sleep(0.01)


def _log_since(home: Home, begins: int = 0) -> str:
    with home.log.open("rb") as log:
        log.seek(max(begins, log.seek(0, os.SEEK_END) - 20_000, 0))
        return log.read().decode(errors="replace")


def _port_in_use(home: Home, *, durable: bool) -> int:
    """The running server's port; a server that was started for tests must not get data that matters."""
    if durable and "fsync=off" in (home.cluster / "postmaster.opts").read_text():
        raise PostgresProblem(
            f"The server on {home.folder} was started for tests and may lose data", "End the tests first."
        )
    found = read_pid_file(home.cluster)
    if found is None:
        raise PostgresProblem("The database server has just stopped", f"See {home.log} and start again.")
    return found.port
