"""How soon a message stands on the other side's open page, held by another process among thousands that are idle.

One web process holds 2,000 sockets. Another process sends 300 messages a second, each in a transaction of its own
with everything that belongs to it: inboxes, the event, what is told to both sides. The time runs from the call of
the verb until the frame has arrived. The floor is what PostgreSQL needs, at the same rate, to commit a row and tell
another process by NOTIFY, without any of ours.
"""

import asyncio
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Coroutine, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from websockets.asyncio.client import ClientConnection, connect

from bench.reporting import Line
from tests.site import Site, running_site

SOCKETS, PAIRS, RATE = 2_000, 200, 300
WARM_UP, SECONDS = 3.0, 12.0
MOST_MS = 25.0
_PER_ACCOUNT = 25
_PROCESSES = multiprocessing.get_context("spawn")
_PEOPLE = """
    INSERT INTO account (first_name, last_name, phone, phone_verified_at, active_hat)
    SELECT 'Person', n::text, '+21267' || lpad(n::text, 7, '0'), now(), 'freelancer'
    FROM generate_series(1, $1) AS n RETURNING id
"""
_HATS = "INSERT INTO hat (account_id, kind) SELECT unnest($1::uuid[]), 'freelancer'"


def measure(folder: Path) -> list[Line]:
    """The 99th percentile, in milliseconds."""
    with running_site(folder / "chat-site", TWIZA_WEB_WORKERS="1") as site:
        people = asyncio.run(_people(site.dsn))
        floor = _percentile(_timed(site, folder, _hear_notify, _send_notify, people))
        ours = _percentile(_timed(site, folder, _hear_sockets, _send_messages, people))
    what = f"message to a socket of another process, {RATE}/s, {SOCKETS:,} sockets, p99 (bare NOTIFY {floor:.1f} ms)"
    return [Line(what, ours, "ms", at_most=MOST_MS)]


async def _people(dsn: str) -> list[str]:
    """Freelancers, since everybody may write to them."""
    connection = await asyncpg.connect(dsn)
    needed = 2 * PAIRS + (SOCKETS - PAIRS) // _PER_ACCOUNT
    ids = [row["id"] for row in await connection.fetch(_PEOPLE, needed)]
    await connection.execute(_HATS, ids)
    await connection.close()
    return [str(one) for one in ids]


Work = Callable[[Site, list[str], Connection], Coroutine[Any, Any, None]]


def _timed(site: Site, folder: Path, hear: Work, send: Work, people: list[str]) -> list[float]:
    """How long each message was on its way, by the clock that all processes share."""
    settings = {
        "TWIZA_ENV": "development",
        "TWIZA_DATA_DIR": str(folder / "chat-site"),
        "DATABASE_URL": site.dsn,
    }
    pipes = [_PROCESSES.Pipe() for _ in range(2)]
    children = [
        _PROCESSES.Process(target=_child, args=(work, site, people, settings, theirs))
        for work, (_, theirs) in zip((hear, send), pipes, strict=True)
    ]
    hearing, sending = pipes[0][0], pipes[1][0]
    children[0].start()
    hearing.recv()
    children[1].start()
    sent: dict[str, float] = sending.recv()
    hearing.send("enough")
    heard: dict[str, float] = hearing.recv()
    for child in children:
        child.join()
    begun = min(sent.values()) + WARM_UP
    counted = [key for key, at in sent.items() if at >= begun]
    lost = [key for key in counted if key not in heard]
    if lost:
        raise RuntimeError(f"{len(lost)} of {len(counted)} messages never arrived")
    return [(heard[key] - sent[key]) * 1000 for key in counted]


def _child(work: Work, site: Site, people: list[str], settings: dict[str, str], pipe: Connection) -> None:
    os.environ.update(settings)
    asyncio.run(work(site, people, pipe))


async def _hear_sockets(site: Site, people: list[str], pipe: Connection) -> None:
    """2,000 pages: one of each recipient, the rest idle; opened a few at a time, as people come."""
    heard: dict[str, float] = {}
    recipients, idle = people[PAIRS : 2 * PAIRS], people[2 * PAIRS :]
    owners = recipients + [one for one in idle for _ in range(_PER_ACCOUNT)]
    opened: list[ClientConnection] = []
    for start in range(0, len(owners), 50):
        opened += await asyncio.gather(*(_open(site, one) for one in owners[start : start + 50]))
    listening = [asyncio.create_task(_listen(socket, heard)) for socket in opened]
    await asyncio.sleep(2)
    pipe.send("ready")
    await _until_told(pipe)
    pipe.send(heard)
    for task in listening:
        task.cancel()


async def _open(site: Site, account_id: str) -> ClientConnection:
    from twiza.accounts import tokens

    _viewer, issued = await tokens.begin(UUID(account_id), keep=False)
    address = site.address.replace("http", "ws") + "/ws"
    headers = {"authorization": f"Bearer {issued.access}"}
    return await connect(
        address, additional_headers=headers, ping_interval=None, compression=None, proxy=None
    )


async def _listen(socket: ClientConnection, heard: dict[str, float]) -> None:
    async for frame in socket:
        now = time.monotonic()
        told = json.loads(frame)
        if told["type"] == "message":
            heard[told["id"]] = now


async def _send_messages(_site: Site, people: list[str], pipe: Connection) -> None:
    from twiza.kit import bus, db
    from twiza.messaging import sending

    await bus.start(listening=False)

    async def send(number: int) -> tuple[str, float]:
        pair = number % PAIRS
        begun = time.monotonic()
        async with db.unit_of_work() as session:
            sent = await sending.send(
                session, UUID(people[PAIRS + pair]), by=UUID(people[pair]), text=f"Message {number}"
            )
        return str(sent.id), begun

    # The first message of each two begins their conversation, which no later one does.
    for number in range(PAIRS):
        await send(number)
    pipe.send(await _at_rate(send))
    await bus.stop()


async def _hear_notify(site: Site, _people: list[str], pipe: Connection) -> None:
    heard: dict[str, float] = {}
    connection = await asyncpg.connect(site.dsn)

    def note(_connection: object, _pid: int, _channel: str, payload: object) -> None:
        heard[str(payload)] = time.monotonic()

    await connection.add_listener("bench_floor", note)
    pipe.send("ready")
    await _until_told(pipe)
    pipe.send(heard)
    await connection.close()


async def _send_notify(site: Site, _people: list[str], pipe: Connection) -> None:
    pool = await asyncpg.create_pool(site.dsn, min_size=4, max_size=8)
    await pool.execute("CREATE TABLE IF NOT EXISTS bench_floor (key text)")

    async def send(number: int) -> tuple[str, float]:
        key, begun = f"n{number}", time.monotonic()
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO bench_floor VALUES ($1)", key)
            await connection.execute("SELECT pg_notify('bench_floor', $1)", key)
        return key, begun

    pipe.send(await _at_rate(send))
    await pool.execute("DROP TABLE bench_floor")
    await pool.close()


async def _at_rate(send: Callable[[int], Coroutine[Any, Any, tuple[str, float]]]) -> dict[str, float]:
    """So many a second, whether or not those before have arrived: a slow answer must not slow the questions."""
    tasks: list[asyncio.Task[tuple[str, float]]] = []
    begun = time.monotonic()
    for number in range(int(RATE * (WARM_UP + SECONDS))):
        await asyncio.sleep(max(0.0, begun + number / RATE - time.monotonic()))
        tasks.append(asyncio.create_task(send(number)))
    sent = dict(await asyncio.gather(*tasks))
    await asyncio.sleep(1)
    return sent


async def _until_told(pipe: Connection) -> None:
    while not pipe.poll():
        await asyncio.sleep(0.05)
    pipe.recv()


def _percentile(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]
