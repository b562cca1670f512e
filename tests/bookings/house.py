"""A Twiza of one's own that may be killed: its server of PostgreSQL, its web, its worker, and a mail server to tell."""

import asyncio
import json
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import asyncpg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.kit.postgres.looking import eventually, kill, postmaster
from tests.site import free_port, start, surroundings, wait_for
from twiza.kit import postgres


@dataclass
class Letters:
    """How often each letter has arrived, by the id that it carries."""

    arrived: Counter[str] = field(default_factory=Counter[str])

    async def handle_DATA(  # noqa: N802  the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        letter = message_from_bytes(envelope.original_content or b"")
        self.arrived[str(letter["Message-ID"])] += 1
        return "250 taken"


@dataclass
class House:
    """What stands and falls here."""

    folder: Path
    server: postgres.Server
    environment: dict[str, str]
    letters: Letters
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.environment['PORT']}"

    def start(self, name: str) -> None:
        self.children[name] = start(name, self.environment, self.folder)

    def stand(self) -> None:
        """Whatever has fallen stands again; PostgreSQL is lifted by its own watcher."""
        eventually(self._has_database)
        for name, child in list(self.children.items()):
            if child.poll() is not None:
                self.start(name)
        wait_for(self.address, self.folder)

    def kill(self, what: str) -> None:
        """At once, without a last word."""
        if what == "postgres":
            kill(postmaster(self.folder / "postgres"))
        else:
            self.children[what].kill()
            self.children[what].wait()

    def sql(self, statement: str, *values: object) -> list[Any]:
        async def ask() -> list[Any]:
            connection = await asyncpg.connect(self.server.dsn)
            try:
                return await connection.fetch(statement, *values)
            finally:
                await connection.close()

        return asyncio.run(ask())

    def _has_database(self) -> bool:
        try:
            return len(self.sql("SELECT 1")) == 1
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False


@contextmanager
def standing_house(folder: Path, *preparing: str) -> Iterator[tuple[House, Any]]:
    """Web and worker on a server that waits for the disk, and what a module that prepares its world has printed."""
    letters = Letters()
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    mail = Controller(letters, "127.0.0.1", free_port())
    mail.start()
    with postgres.running(folder / "postgres") as server:
        environment = surroundings(
            folder,
            server.dsn,
            TWIZA_SMTP_URL=f"smtp://127.0.0.1:{mail.port}",
            TWIZA_MAIL_FROM="bonjour@twiza.ma",
        )
        house = House(folder, server, environment, letters)
        try:
            _run(environment, "twiza.cli", "migrate")
            prepared = json.loads(_run(environment, *preparing))
            for name in ("web", "worker"):
                house.start(name)
            house.stand()
            yield house, prepared
        finally:
            for child in house.children.values():
                child.terminate()
            for child in house.children.values():
                child.wait(15)
            mail.stop()


def _run(environment: dict[str, str], *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", *words], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return ran.stdout
