"""Many callers of several web processes at once: each waits for its own answer, and the time it took is kept."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Callers:
    """Open connections, as many to each process; a call takes the next free one, of each process in turn."""

    def __init__(self, lines: Sequence["_Line"]) -> None:
        self._free: asyncio.Queue[_Line] = asyncio.Queue()
        for line in lines:
            self._free.put_nowait(line)

    async def call(self, method: str, path: str, token: str, body: object = None) -> Answer:
        """Send as this person; the time runs from the sending, not from waiting for a line."""
        line = await self._free.get()
        try:
            return await line.call(method, path, token, body)
        finally:
            self._free.put_nowait(line)


@asynccontextmanager
async def callers(addresses: Sequence[str], *, each: int) -> AsyncIterator[Callers]:
    """`each` connections to every address, kept open as programs keep theirs."""
    lines = [await _Line.to(address) for _ in range(each) for address in addresses]
    try:
        yield Callers(lines)
    finally:
        for line in lines:
            line.close()


class _Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, address: str) -> "_Line":
        where = urlsplit(address)
        return cls(*await asyncio.open_connection(where.hostname, where.port))

    async def call(self, method: str, path: str, token: str, body: object) -> Answer:
        sent = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
        )
        begun = time.perf_counter()
        self._writer.write(head.encode() + sent)
        told = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        length = next((line for line in told if line.startswith("content-length:")), ":0")
        answer = await self._reader.readexactly(int(length.partition(":")[2]))
        return Answer(int(told[0].split()[1]), answer, time.perf_counter() - begun)

    def close(self) -> None:
        self._writer.close()
