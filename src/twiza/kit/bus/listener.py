"""The one connection of a process that listens, and is made anew whenever it breaks."""

import asyncio
import random
from contextlib import suppress

import asyncpg
import orjson
import structlog

from twiza.kit.bus.fanout import Fanout
from twiza.kit.bus.publisher import CHANNEL
from twiza.kit.db import plain_dsn

log = structlog.get_logger()
_FIRST_WAIT = 0.1
_LONGEST_WAIT = 10.0
# A connection that breaks without a word (a sleeping laptop, a firewall) is found out by asking.
_ASK_EVERY = 30.0
_PATIENCE = 5
_TROUBLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Listener:
    """Hears the channel; after a break it tells everybody to read again what may have changed meanwhile."""

    def __init__(self, fanout: Fanout) -> None:
        self._fanout = fanout
        self._running: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    async def start(self) -> None:
        """Begin, and give the first connection a moment; a missing database is waited for meanwhile."""
        self._running = asyncio.create_task(self._run())
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._listening.wait()

    async def stop(self) -> None:
        if self._running is None:
            return
        self._running.cancel()
        await asyncio.wait({self._running})
        self._running = None

    async def _run(self) -> None:
        wait = _FIRST_WAIT
        while True:
            try:
                await self._listen()
                wait = _FIRST_WAIT
            except _TROUBLE as trouble:
                log.warning("the live connection broke", reason=str(trouble), again_in=round(wait, 1))
            self._listening.clear()
            # A thousand processes shouldn't come back in the same instant.
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            plain_dsn(), timeout=_PATIENCE, server_settings={"application_name": "twiza live"}
        )
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _connection: lost.set())
            await connection.add_listener(CHANNEL, self._hear)
            self._listening.set()
            self._fanout.resync()
            while not lost.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(_ASK_EVERY):
                        await lost.wait()
                if not lost.is_set():
                    await connection.execute("SELECT 1", timeout=_PATIENCE)
        finally:
            connection.terminate()

    def _hear(self, _connection: object, _pid: int, _channel: str, told: object) -> None:
        message = orjson.loads(str(told))
        self._fanout.deliver(message["topic"], message["payload"])
