"""Eight who confirm at once, thousands of times, through HTTP at two web processes: who wins, and what is left behind.

Each round meets requests, cancellations, moves, edits of hours and the clock beside its confirmations. Afterwards the
database is asked whether anybody is at two doors, and whether every hour that is held is held for a reason.
"""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID

import asyncpg
import structlog
import uvloop

from bench import asking, race_rounds, race_world
from bench.race_rounds import SHAPES, Call
from bench.race_world import DAYS, Group, Wish, World, hour
from bench.reporting import Line
from bench.speaking import speaking_to
from bench.talking import Answer, Callers, callers
from tests.bookings import telling
from tests.site import Site, another_web, running_site
from twiza.bookings import sweeping
from twiza.kit import db

ROUNDS = 3_000
SLOWEST_WIN = 0.080
# So many lines to each of the two: nobody who presses at the same moment waits for one.
_LINES = 10
_REFUSALS = frozenset({409, 422})
_WON = frozenset({200, 201})
_COUNTS = """
SELECT (SELECT count(*) FROM slot_lock) AS locked,
       (SELECT coalesce(sum(extract(epoch FROM ends_at - starts_at) / 3600), 0)
          FROM booking WHERE status = 'CONFIRMED') AS confirmed,
       (SELECT coalesce(max(many), 0) FROM (SELECT count(*) AS many FROM booking WHERE status = 'PENDING'
          GROUP BY client_id, city_id, category_id) AS waiting) AS pending
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_KEPT = "SELECT count(*) FROM booking WHERE id = ANY ($1) AND confirmed_at IS NOT NULL"


@dataclass
class Tally:
    """What came back over all rounds."""

    wins: list[float] = field(default_factory=list[float])
    won: list[UUID] = field(default_factory=list[UUID])
    codes: Counter[str] = field(default_factory=Counter[str])
    raw: Counter[str] = field(default_factory=Counter[str])
    by_shape: Counter[str] = field(default_factory=Counter[str])

    def add(self, shape: str, call: Call, answer: Answer) -> None:
        """A yes, a refusal with a code of its own, or a fault."""
        if answer.status in _WON:
            self.codes["yes"] += 1
            if call.confirms:
                self.wins.append(answer.seconds)
                self.won.append(call.confirms)
                self.by_shape[shape] += 1
            return
        code = _code(answer)
        if answer.status in _REFUSALS and code not in {"", "unexpected"}:
            self.codes[code] += 1
        else:
            self.raw[f"{call.method} {call.path.rsplit('/', 1)[-1]}: {answer.status} {code}"] += 1


def measure(folder: Path, *, rounds: int = ROUNDS) -> list[Line]:
    """Every line but the one of time has to hold exactly."""
    # That the clock comes too late is what this is about, thousands of times.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    place = folder / "racing-site"
    with (
        running_site(place, durable=True, demo=False) as site,
        another_web(site, folder / "racing-second") as second,
        speaking_to(site),
    ):
        return uvloop.run(_race(site, second, rounds))


async def _race(site: Site, second: str, rounds: int) -> list[Line]:
    world, tally = await race_world.people(rounds), Tally()
    connection = await asyncpg.connect(site.dsn)
    try:
        before = await _deadlocks(connection)
        async with callers((site.address, second), each=_LINES) as talking:
            for number in range(rounds):
                await _one(connection, talking, world, tally, number)
        return await _lines(connection, tally, rounds, await _deadlocks(connection) - before)
    finally:
        await connection.close()
        await db.dispose()


async def _one(
    connection: asyncpg.Connection, talking: Callers, world: World, tally: Tally, number: int
) -> None:
    """Each round is drawn from its number, so that one that went wrong can be drawn again."""
    chance = random.Random(number)
    group, day = world.groups[number // DAYS], number % DAYS
    one = SHAPES[number % len(SHAPES)](chance, group, day)
    race_rounds.let_some_lapse(chance, one)
    moved = await _job_to_move(connection, talking, world, group, day) if chance.random() < 0.2 else None
    one.asked = await race_world.ask(connection, world, one.wishes)
    calls = race_rounds.confirmations(chance, one) + race_rounds.beside(chance, one, group, day)
    calls += [moved] if moved else []
    chance.shuffle(calls)
    answers = await asyncio.gather(*(_press(talking, world, call) for call in calls), _lapse(tally))
    for call, answer in zip(calls, answers, strict=False):
        if answer:
            tally.add(one.shape, call, answer)
    await _tidy(connection, talking, world, tally, calls, group)


async def _press(talking: Callers, world: World, call: Call) -> Answer:
    await asyncio.sleep(call.after)
    return await talking.call(call.method, call.path, world.passes[call.who], call.body)


async def _lapse(tally: Tally) -> None:
    """The clock comes round in the midst of it, as the worker lets it."""
    try:
        await sweeping.expire_unanswered()
    except Exception as fault:  # noqa: BLE001  counted like any other raw error
        tally.raw[f"the clock: {fault!r}"] += 1


async def _job_to_move(
    connection: asyncpg.Connection, talking: Callers, world: World, group: Group, day: int
) -> Call:
    """A confirmed job of the pro whom most want; its client has proposed the very hour that they race for."""
    (asked,) = await race_world.ask(
        connection, world, [Wish(group.clients[-1], group.pros[0], hour(day, 22))]
    )
    say = partial(_say, talking, world)
    await say(asked.pro, f"/api/v1/bookings/{asked.id}/confirm", {"duration": "H1"})
    wanted = {"starts_at": hour(day, 12).isoformat()}
    proposed = await say(asked.client, f"/api/v1/bookings/{asked.id}/reschedule", wanted)
    proposal = proposed.json["proposals"][0]["id"]
    return Call(asked.pro, "PATCH", f"/api/v1/bookings/{asked.id}/proposals/{proposal}/accept")


async def _say(talking: Callers, world: World, who: UUID, path: str, body: object) -> Answer:
    answer = await talking.call("PATCH", path, world.passes[who], body)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}: {answer.body.decode()}")
    return answer


async def _tidy(  # noqa: PLR0917  the whole of a round
    connection: asyncpg.Connection,
    talking: Callers,
    world: World,
    tally: Tally,
    calls: Sequence[Call],
    group: Group,
) -> None:
    """The next round finds nobody waiting, and every pro open again."""
    await race_world.let_lapse(connection, group)
    await _lapse(tally)
    for pro in {call.who for call in calls if call.path == race_rounds.SCHEDULE}:
        await talking.call("PUT", race_rounds.SCHEDULE, world.passes[pro], race_rounds.ALWAYS)


def _code(answer: Answer) -> str:
    try:
        return str(answer.json.get("code", ""))
    except ValueError:
        return ""


async def _deadlocks(connection: asyncpg.Connection) -> int:
    await connection.execute("SELECT pg_stat_force_next_flush()")
    await connection.execute("SELECT pg_stat_clear_snapshot()")
    return await connection.fetchval(_DEADLOCKS)


async def _lines(connection: asyncpg.Connection, tally: Tally, rounds: int, deadlocks: int) -> list[Line]:
    counts = await connection.fetchrow(_COUNTS)
    kept = await connection.fetchval(_KEPT, tally.won)
    broken = [
        Line(f"  places where {said}", len(await connection.fetch(statement)), "", exactly=0)
        for said, statement in telling.INVARIANTS.items()
    ]
    return [
        Line(
            f"{rounds:,} races of 8 confirmations, two processes: won", len(tally.wins), _told(tally.by_shape)
        ),
        Line(
            "  refused, each with its code",
            sum(tally.codes.values()) - tally.codes["yes"],
            _told(tally.codes),
        ),
        Line("  raw errors", sum(tally.raw.values()), _told(tally.raw), exactly=0),
        *broken,
        Line(
            "  hours locked, of hours confirmed",
            counts["locked"],
            "hours",
            exactly=int(counts["confirmed"]),
        ),
        Line("  most requests that wait of one client", counts["pending"], "", at_most=3),
        Line("  wins told and not in the database", len(set(tally.won)) - kept, "", exactly=0),
        Line("  wins told twice", len(tally.won) - len(set(tally.won)), "", exactly=0),
        Line("  deadlocks that PostgreSQL ended", deadlocks, "", exactly=0),
        Line(
            "  tries to be made again by the caller (`conflict`); none is made again unseen",
            tally.codes["conflict"],
            "",
        ),
        Line("  a winning confirmation, p95", asking.percentile(tally.wins, 0.95), "s", at_most=SLOWEST_WIN),
    ]


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {many:,}" for name, many in counted.most_common())
