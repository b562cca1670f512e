"""How soon a message stands on the other side's open page, held by another process among thousands that are idle.

Two web processes are asked to send 300 messages a second, by `POST /api/v1/messages`; a third holds 2,000 sockets. The
time runs from the request until the frame has arrived in the other side's socket. The floor is what PostgreSQL needs,
at the same rate, to commit a row and tell another process by NOTIFY, without any of ours. What a message costs each
process is told beside it, for on a small machine that is what makes it wait.
"""

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from bench import chatter, spending
from bench.reporting import Line
from tests.site import Site, another_web, running_site, surroundings

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
Times = Sequence[float]


def measure(folder: Path) -> list[Line]:
    """The 99th percentile, in milliseconds."""
    with running_site(folder / "chat-site", demo=False, TWIZA_WEB_WORKERS="1") as site:
        floor = _floor(site)
        people = asyncio.run(_people(site.dsn))
        with ProcessPoolExecutor(1, _PROCESSES) as aside:
            tokens = aside.submit(_tokens, surroundings(folder, site.dsn), people).result()
        with (
            another_web(site, folder / "second-web", TWIZA_WEB_WORKERS="1") as second,
            another_web(site, folder / "listening-web", TWIZA_WEB_WORKERS="1") as listening,
        ):
            webs = {"sending webs": [site.address, second], "listening web": [listening]}
            heard, spent = _chatted(site, webs, _crowd(webs, people, tokens))
    arrived = _milliseconds(heard.sent, heard.arrived)
    answered = _milliseconds(heard.sent, heard.answered)
    costs = ", ".join(f"{who} {ms:.2f}" for who, ms in spent.items())
    print(
        f"message: heard p50 {_at(arrived, 0.5):.1f}, p95 {_at(arrived, 0.95):.1f}, p99 {_at(arrived, 0.99):.1f};"
        f" answered p50 {_at(answered, 0.5):.1f}, p99 {_at(answered, 0.99):.1f} ms; CPU ms a message: {costs}"
    )
    what = (
        f"message to a socket of another process, {RATE}/s, {SOCKETS:,} sockets, p99"
        f" (bare NOTIFY {_at(floor, 0.99):.1f} ms)"
    )
    return [Line(what, _at(arrived, 0.99), "ms", at_most=MOST_MS)]


async def _people(dsn: str) -> list[str]:
    """Freelancers, since everybody may write to them."""
    connection = await asyncpg.connect(dsn)
    needed = 2 * PAIRS + (SOCKETS - PAIRS) // _PER_ACCOUNT
    ids = [row["id"] for row in await connection.fetch(_PEOPLE, needed)]
    await connection.execute(_HATS, ids)
    await connection.close()
    return [str(one) for one in ids]


def _tokens(settings: Mapping[str, str], people: Sequence[str]) -> list[str]:
    """In a process of its own, for ours knows another database."""
    os.environ.update(settings)
    from twiza.accounts import tokens
    from twiza.kit import db

    async def issue() -> list[str]:
        issued = [(await tokens.begin(UUID(one), keep=False))[1].access for one in people]
        await db.dispose()
        return issued

    return asyncio.run(issue())


def _crowd(webs: Mapping[str, Sequence[str]], people: Sequence[str], tokens: Sequence[str]) -> chatter.Crowd:
    """One page of each recipient, the rest idle."""
    recipients, idle = tokens[PAIRS : 2 * PAIRS], tokens[2 * PAIRS :]
    sending, (listening,) = [[int(one.rsplit(":", 1)[1]) for one in those] for those in webs.values()]
    return chatter.Crowd(
        sending_ports=sending,
        listening_port=listening,
        senders=list(zip(tokens[:PAIRS], people[PAIRS : 2 * PAIRS], strict=True)),
        listeners=[*recipients, *(one for one in idle for _ in range(_PER_ACCOUNT))],
        rate=RATE,
        warm_up=WARM_UP,
        seconds=SECONDS,
    )


def _chatted(
    site: Site, webs: Mapping[str, Sequence[str]], crowd: chatter.Crowd
) -> tuple[chatter.Heard, Mapping[str, float]]:
    """What was heard, and the CPU time that a message took of everybody, in milliseconds."""
    ours, theirs = _PROCESSES.Pipe()
    child = _PROCESSES.Process(target=chatter.run, args=(crowd, theirs))
    child.start()
    # Then its end is told to us, whatever ends it.
    theirs.close()
    _, number = ours.recv()
    ours.send("talk")
    ours.recv()
    meter = spending.Meter(site, webs, {"generator": number})
    before = meter.read()
    ours.send("measured from here")
    heard: chatter.Heard = ours.recv()
    after = meter.read()
    child.join()
    lost = len(heard.sent) - len(heard.arrived.keys() & heard.sent.keys())
    if lost or heard.twice:
        raise RuntimeError(f"Of {len(heard.sent)} messages {lost} never arrived, {heard.twice} came twice")
    return heard, {who: (after[who] - before[who]) * 1000 / len(heard.sent) for who in before}


def _floor(site: Site) -> Times:
    """How long a bare row and its NOTIFY take."""
    pipes = [_PROCESSES.Pipe() for _ in range(2)]
    children = [
        _PROCESSES.Process(target=_child, args=(work, site.dsn, theirs))
        for work, (_, theirs) in zip((_hear_notify, _send_notify), pipes, strict=True)
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
    return _milliseconds({key: at for key, at in sent.items() if at >= begun}, heard)


Work = Callable[[str, Connection], Coroutine[Any, Any, None]]


def _child(work: Work, dsn: str, pipe: Connection) -> None:
    import uvloop

    uvloop.run(work(dsn, pipe))


async def _hear_notify(dsn: str, pipe: Connection) -> None:
    heard: dict[str, float] = {}
    connection = await asyncpg.connect(dsn)

    def note(_connection: object, _pid: int, _channel: str, payload: object) -> None:
        heard[str(payload)] = time.monotonic()

    await connection.add_listener("bench_floor", note)
    pipe.send("ready")
    while not pipe.poll():
        await asyncio.sleep(0.05)
    pipe.recv()
    pipe.send(heard)
    await connection.close()


async def _send_notify(dsn: str, pipe: Connection) -> None:
    pool = await asyncpg.create_pool(dsn, min_size=4, max_size=8)
    await pool.execute("CREATE TABLE IF NOT EXISTS bench_floor (key text)")

    async def send(number: int) -> tuple[str, float]:
        key, begun = f"n{number}", time.monotonic()
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO bench_floor VALUES ($1)", key)
            await connection.execute("SELECT pg_notify('bench_floor', $1)", key)
        return key, begun

    tasks: list[asyncio.Task[tuple[str, float]]] = []
    begun = time.monotonic()
    for number in range(int(RATE * (WARM_UP + SECONDS))):
        await asyncio.sleep(max(0.0, begun + number / RATE - time.monotonic()))
        tasks.append(asyncio.create_task(send(number)))
    sent = dict(await asyncio.gather(*tasks))
    await asyncio.sleep(1)
    pipe.send(sent)
    await pool.execute("DROP TABLE bench_floor")
    await pool.close()


def _milliseconds(begun: Mapping[str, float], ended: Mapping[str, float]) -> Times:
    return [(ended[key] - at) * 1000 for key, at in begun.items()]


def _at(times: Times, share: float) -> float:
    return sorted(times)[int(len(times) * share)]
