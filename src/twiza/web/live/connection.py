"""One open socket: a short queue of what it is to be told, and the reasons to close it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from random import uniform

import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.websockets import WebSocket, WebSocketDisconnect

from twiza.accounts.viewer import Viewer
from twiza.kit.errors import TooMany
from twiza.kit.ratelimit import LocalLimit

log = structlog.get_logger()
Recognise = Callable[[], Awaitable[Viewer | None]]
Hear = Callable[[str], Awaitable[Mapping[str, object] | None]]

TOO_SLOW = 1013
TOO_LARGE = 1009
TOO_CHATTY = 1008
SIGNED_OUT = 4401

# A reader who is so far behind re-reads the page anyway.
LONGEST_QUEUE = 100
LARGEST_MESSAGE = 4_096
_CLOSE_WITHIN = 10.0
# After a break of the bus a whole process's sockets ask who they are: not all in the same instant.
_RECHECK_WITHIN = 3.0


class Connection:
    """What stands between the bus, which never waits, and a browser, which may not read."""

    def __init__(self, socket: WebSocket, recognise: Recognise, hear: Hear) -> None:
        self._socket = socket
        self._recognise = recognise
        self._hear = hear
        self._outgoing: asyncio.Queue[Mapping[str, object]] = asyncio.Queue(LONGEST_QUEUE)
        self._closing: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._heard = LocalLimit(limit=30, per=timedelta(seconds=10))
        self._rechecking: asyncio.Task[None] | None = None

    def receive(self, payload: Mapping[str, object]) -> None:
        """Take a message from the bus without ever waiting."""
        kind = payload.get("type")
        if kind == "signed_out":
            self.close(SIGNED_OUT)
            return
        if kind == "resync" and self._rechecking is None:
            self._rechecking = asyncio.create_task(self._recheck())
        try:
            self._outgoing.put_nowait(payload)
        except asyncio.QueueFull:
            self.close(TOO_SLOW)

    def close(self, code: int) -> None:
        if not self._closing.done():
            self._closing.set_result(code)

    async def serve(self) -> None:
        """Tell and listen until one side has had enough."""
        if await self._recognise() is None:
            self.close(SIGNED_OUT)
        both = [asyncio.create_task(self._tell()), asyncio.create_task(self._listen())]
        try:
            await asyncio.wait([*both, self._closing], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in [*both, *filter(None, [self._rechecking])]:
                end.cancel()
            await asyncio.gather(*both, return_exceptions=True)
        if self._closing.done():
            await say_goodbye(self._socket, self._closing.result())

    async def _tell(self) -> None:
        while True:
            message = await self._outgoing.get()
            await self._socket.send_text(orjson.dumps(message).decode())

    async def _listen(self) -> None:
        """One word after the other: while one is dealt with, the next waits outside. Too much ends the connection."""
        while not self._closing.done():
            try:
                said = await self._socket.receive_text()
            except (WebSocketDisconnect, KeyError):
                return
            if len(said) > LARGEST_MESSAGE:
                self.close(TOO_LARGE)
                return
            try:
                self._heard.hit("")
            except TooMany:
                self.close(TOO_CHATTY)
                return
            await self._answer(said)

    async def _answer(self, said: str) -> None:
        try:
            answer = await self._hear(said)
        except (SQLAlchemyError, OSError) as trouble:
            log.warning("what a page said could not be dealt with", reason=str(trouble))
            return
        if answer is not None:
            self.receive(answer)

    async def _recheck(self) -> None:
        """A sign-out may have been among the messages that were missed."""
        await asyncio.sleep(uniform(0, _RECHECK_WITHIN))  # noqa: S311
        try:
            if await self._recognise() is None:
                self.close(SIGNED_OUT)
        except (SQLAlchemyError, OSError) as trouble:
            log.warning("a socket could not be checked again", reason=str(trouble))
            self.close(TOO_SLOW)
        finally:
            self._rechecking = None


async def say_goodbye(socket: WebSocket, code: int) -> None:
    """Name the reason; a browser that doesn't read may miss it."""
    with suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
        async with asyncio.timeout(_CLOSE_WITHIN):
            await socket.close(code)
