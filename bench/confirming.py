"""Confirming without rivals, end to end: through HTTP, against pgbench that runs the very statements of one confirmation.

As with orders, the statements are written down while one confirmation happens in this process; pgbench runs them with
other bookings. Both work on one database, with fsync on, eight clients each.
"""

import asyncio
import statistics
from pathlib import Path
from typing import Any

import asyncpg

from bench import recording, waiting
from bench.driving import through_http, through_pgbench
from bench.reporting import Line
from bench.speaking import speaking_to
from tests.site import Site, running_site
from twiza.accounts import tokens
from twiza.kit import db, ids
from twiza.pros.hours import hour_of

WORKERS, ROUNDS = 2, 3
LEAST = 0.2
# Enough for every run of `make bench`; `python -m bench confirming --bookings=5000000` makes the whole world.
BOOKINGS = 20_000
_WAITING = 30_000
_A_ROUND = 2_000
_ALL = "SELECT booking, request, client, pro, starts_at FROM bench_waiting ORDER BY n"
_LUA = """
local jobs, at = {}, 0
for line in io.open(os.getenv("BENCH_JOBS")):lines() do jobs[#jobs + 1] = line end
local threads = 0
function setup(thread) thread:set("number", threads) threads = threads + 1 end
function init() at = tonumber(os.getenv("BENCH_FROM")) + number end
function request()
  local booking, token = jobs[at + 1]:match("(%S+) (%S+)")
  at = at + 2
  local headers = {["content-type"] = "application/json", ["authorization"] = "Bearer " .. token}
  return wrk.format("PATCH", "/api/v1/bookings/" .. booking .. "/confirm", headers, '{"duration":"H1"}')
end
"""


def measure(folder: Path, *, bookings: int = BOOKINGS) -> list[Line]:
    """Interleaved rounds; each booking is confirmed once."""
    place = folder / "confirming-site"
    with (
        running_site(place, durable=True, demo=False, TWIZA_WEB_WORKERS=str(WORKERS)) as site,
        speaking_to(site),
    ):
        jobs, script = asyncio.run(_prepared(site, bookings))
        (folder / "confirmations").write_text("\n".join(jobs))
        (folder / "confirmations.lua").write_text(_LUA)
        (folder / "confirming.sql").write_text(script)
        through_http(site, folder / "confirmations.lua", folder / "confirmations", ROUNDS * _A_ROUND)
        ours, floors = [], []
        for number in range(ROUNDS):
            ours.append(
                through_http(site, folder / "confirmations.lua", folder / "confirmations", number * _A_ROUND)
            )
            floors.append(through_pgbench(site, folder / "confirming.sql"))
        _check(site)
    what = f"confirming among {bookings:,}, {WORKERS} processes, fsync, against pgbench with its statements"
    return [Line(what, statistics.median(ours), "confirmations/s", statistics.median(floors), at_least=LEAST)]


async def _prepared(site: Site, bookings: int) -> tuple[list[str], str]:
    """What wrk sends, and what pgbench runs."""
    connection = await asyncpg.connect(site.dsn, timeout=60, command_timeout=3600)
    try:
        pros = await waiting.build(connection, waiting=_WAITING, over=bookings)
        passes = {pro: (await tokens.begin(pro, keep=False))[1].access for pro in pros}
        rows = await connection.fetch(_ALL)
        await connection.execute(f"CREATE SEQUENCE bench_next START {(ROUNDS + 1) * _A_ROUND}")
        script = await _script(rows[-1], passes[rows[-1]["pro"]])
        return [f"{row['booking']} {passes[row['pro']]}" for row in rows[: (ROUNDS + 1) * _A_ROUND]], script
    finally:
        await connection.close()
        await db.dispose()


async def _script(row: Any, token: str) -> str:
    """One confirmation in this process, its statements with the names of what differs from one to the next."""
    since = ids.new()
    moments = {row["starts_at"]: ":starts_at", row["starts_at"] + waiting.HOUR: ":ends_at"}
    names: dict[object, str] = {**moments, hour_of(row["starts_at"]): ":hour"}
    path = f"/api/v1/bookings/{row['booking']}/confirm"
    _answer, said = await recording.call("PATCH", path, token, {"duration": "H1"}, names)
    known = {str(row[name]): f":{name}" for name in ("booking", "request", "client", "pro")}
    known |= {new: f":minted{n}" for n, new in enumerate(recording.minted(said, since))}
    begin = next(n for n, statement in enumerate(said) if "FROM booking" in statement)
    # What the answer shows is read after the commit.
    end = 1 + max(n for n, statement in enumerate(said) if "INSERT INTO" in statement)
    lines = [*said[:begin], "BEGIN", *said[begin:end], "COMMIT", *said[end:]]
    new = [name[1:] for name in known.values() if name.startswith(":minted")]
    return "\n".join([_choosing(new), *(recording.with_names(line, known) + ";" for line in lines), ""])


def _choosing(new: list[str]) -> str:
    """A request that nobody has confirmed yet, and the ids that are new with each."""
    made = "".join(f", uuidv7() AS {name}" for name in new)
    return (
        "SELECT booking, request, client, pro, starts_at, starts_at + interval '1 hour' AS ends_at,"
        f" extract(epoch FROM starts_at)::bigint / 3600 AS hour{made} FROM bench_waiting,"
        " (SELECT nextval('bench_next') AS next) AS chosen WHERE n = next \\gset"
    )


def _check(site: Site) -> None:
    """Both confirmed what they say, or they were compared for nothing: every confirmation has its hour."""
    (found,) = site.sql(
        "SELECT (SELECT count(*) FROM booking WHERE status = 'CONFIRMED') AS confirmed,"
        " (SELECT count(*) FROM slot_lock) AS locked"
    )
    if not found["confirmed"] or found["confirmed"] != found["locked"]:
        raise RuntimeError(f"{found['confirmed']} confirmed, {found['locked']} hours locked")
