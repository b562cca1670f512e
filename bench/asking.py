"""How long answers take: so many clients, each asking the next question as soon as the last is answered."""

import asyncio
import math
import time
from collections.abc import Sequence
from urllib.parse import urlsplit


def answer_times(address: str, paths: Sequence[str], *, clients: int) -> list[float]:
    """Seconds for each path, once; connections are kept open, as a phone keeps its own."""
    return asyncio.run(_ask_all(address, paths, clients))


def percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[math.ceil(share * len(times)) - 1]


async def _ask_all(address: str, paths: Sequence[str], clients: int) -> list[float]:
    waiting = list(reversed(paths))
    times: list[float] = []

    async def ask_on() -> None:
        where = urlsplit(address)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        while waiting:
            path = waiting.pop()
            begun = time.perf_counter()
            await _ask(reader, writer, path)
            times.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*(ask_on() for _ in range(clients)))
    return times


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Language: fr\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if not head.startswith("http/1.1 200"):
        raise RuntimeError(f"{path} answered {head.splitlines()[0]}")
    length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
    await reader.readexactly(int(length.partition(":")[2]))
