"""A whole running Twiza for browsers: its own database with the demo world, web and worker as real processes."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import asyncpg
import httpx

from twiza.kit import postgres
from twiza.kit.postgres.address import of_database
from twiza.kit.postgres.cluster import ROLE

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Site:
    """Where it answers and where its database is."""

    address: str
    dsn: str

    def sql(self, statement: str, *values: object) -> list[asyncpg.Record]:
        """Look into the database, for what no page shows."""

        async def ask() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self.dsn)
            try:
                return await connection.fetch(statement, *values)
            finally:
                await connection.close()

        return _aside(ask)


@contextmanager
def running_site(
    folder: Path, *, durable: bool = False, demo: bool = True, database: str = "", **settings: str
) -> Iterator[Site]:
    """Started in a few seconds, stopped and forgotten at the end; a durable one waits for the disk (fsync).

    A database that is named is found again by whoever comes with the same name and folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder.parent / ("postgres-durable" if durable else "postgres")
    with postgres.running(kept, durable=durable) as server:
        name = database or f"site_{os.getpid()}_{secrets.token_hex(2)}"
        dsn = _aside(lambda: _database(server, name))
        environment = surroundings(folder, dsn, TWIZA_DEMO="1" if demo else "0", **settings)
        subprocess.run(
            [sys.executable, "-m", "twiza.cli", "demo" if demo else "migrate"],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        children = [start(name, environment, folder) for name in ("web", "worker")]
        try:
            site = Site(f"http://127.0.0.1:{environment['PORT']}", dsn)
            wait_for(site.address, folder)
            yield site
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(15)


@contextmanager
def another_web(site: Site, folder: Path, **settings: str) -> Iterator[str]:
    """A second web process of the same site, with a folder for its log: where it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = surroundings(folder, site.dsn, TWIZA_DEMO="0", **settings)
    child = start("web", environment, folder)
    try:
        address = f"http://127.0.0.1:{environment['PORT']}"
        wait_for(address, folder)
        yield address
    finally:
        child.terminate()
        child.wait(15)


def surroundings(folder: Path, dsn: str, **settings: str) -> dict[str, str]:
    """The settings of a child: this database, a free port, files of its own."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("TWIZA_")},
        "TWIZA_ENV": "development",
        "TWIZA_DATA_DIR": str(folder),
        "TWIZA_LOG_FORMAT": "json",
        "DATABASE_URL": dsn,
        "PORT": str(free_port()),
        **settings,
    }


def _aside(ask: Callable[[], Coroutine[None, None, Answer]]) -> Answer:
    """Its answer from another thread, for Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


async def _database(server: postgres.Server, name: str) -> str:
    """As it was left, or new."""
    admin = await asyncpg.connect(server.admin_dsn)
    try:
        if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
            await admin.execute(f'CREATE DATABASE "{name}" OWNER {ROLE}')
    finally:
        await admin.close()
    return of_database(server.dsn, name)


def start(name: str, environment: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    """A command of ours as a child, its log in this folder."""
    with (folder / f"{name}.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "twiza.cli", name], env=environment, stdout=log, stderr=log
        )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, folder: Path) -> None:
    """Until it answers that it is ready; otherwise its log tells why not."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/health/ready").status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{(folder / 'web.log').read_text()[-3000:]}")
