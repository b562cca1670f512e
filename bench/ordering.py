"""Placing an order, end to end: through HTTP, against pgbench that runs the very statements of one placing.

The statements are not copied by hand: one order is placed in this process while a listener writes them down, and
pgbench runs them with other people and gigs. Both databases are one, with fsync on, and full of older orders.
"""

import asyncio
import statistics
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import asyncpg

from bench import purchases, recording, world
from bench.driving import through_http, through_pgbench
from bench.reporting import Line
from bench.speaking import speaking_to
from tests.site import Site, running_site
from twiza.accounts import tokens
from twiza.kit import db, ids
from twiza.profiles import seeds

WORKERS = 2
LEAST = 0.2
# Enough for every run of `make bench`; `python -m bench ordering --orders=2000000` makes the whole world.
ORDERS = 20_000
_PAIRS = 60_000
_WORLD = """
CREATE TABLE bench_pair AS
  WITH buyer AS (
    INSERT INTO account (first_name, last_name, phone, phone_verified_at, active_hat)
    SELECT 'Banc', 'Essai', '+2126' || lpad(n::text, 8, '0'), now(), 'client'
      FROM generate_series(10000000, 10000199) AS n RETURNING id
  ), seller AS (
    INSERT INTO account (first_name, last_name, phone, phone_verified_at, active_hat)
    SELECT 'Banc', 'Vente', '+2127' || lpad(n::text, 8, '0'), now(), 'freelancer'
      FROM generate_series(10000000, 10000299) AS n RETURNING id
  ), gig AS (
    INSERT INTO gig (freelancer_id, status, title, description, price, delivery_days, published_at)
    SELECT id, 'published', 'Logo pour votre commerce', 'Trois pistes', 35000, 5, now() FROM seller
    RETURNING id, freelancer_id
  ), package AS (
    INSERT INTO gig_package (gig_id, tier, title, contents, price, delivery_days, revisions)
    SELECT id, 'basic', 'Simple', 'Logo en trois formats', 35000, 5, 2 FROM gig
  )
  SELECT row_number() OVER (ORDER BY random()) AS n, buyer.id AS client, gig.id AS gig, freelancer_id AS seller
    FROM buyer, gig
"""
_ROUNDS, _A_ROUND = 3, 7_000
_LUA = """
local jobs, at, step = {}, 0, 0
local file = io.open(os.getenv("BENCH_JOBS"))
for line in file:lines() do jobs[#jobs + 1] = line end
local threads = 0
function setup(thread) thread:set("number", threads) threads = threads + 1 end
function init() at = tonumber(os.getenv("BENCH_FROM")) + number end
function request()
  local gig, token = jobs[at + 1]:match("(%S+) (%S+)")
  at = at + 2
  local body = '{"gig_id":"' .. gig .. '","package":"basic","accepted_terms":true}'
  local headers = {["content-type"] = "application/json", ["authorization"] = "Bearer " .. token}
  return wrk.format("POST", "/api/v1/orders", headers, body)
end
"""


def measure(folder: Path, *, orders: int = ORDERS) -> list[Line]:
    """Interleaved rounds; every order is of another pair of client and gig, among so many older ones."""
    site_folder = folder / "ordering-site"
    with (
        running_site(
            site_folder,
            durable=True,
            demo=False,
            TWIZA_WEB_WORKERS=str(WORKERS),
            # Two hundred people order here what a city does.
            TWIZA_ORDERS_AN_HOUR="1000000",
        ) as site,
        speaking_to(site),
    ):
        asyncio.run(_fill(site, orders))
        jobs, script = asyncio.run(_prepared(site))
        (folder / "jobs").write_text("\n".join(jobs))
        (folder / "orders.lua").write_text(_LUA)
        (folder / "placing.sql").write_text(script)
        through_http(site, folder / "orders.lua", folder / "jobs", _ROUNDS * _A_ROUND)
        ours, floors = [], []
        for number in range(_ROUNDS):
            ours.append(through_http(site, folder / "orders.lua", folder / "jobs", number * _A_ROUND))
            floors.append(through_pgbench(site, folder / "placing.sql"))
    what = (
        f"placing an order among {orders:,}, {WORKERS} processes, fsync, against pgbench with its statements"
    )
    return [Line(what, statistics.median(ours), "orders/s", statistics.median(floors), at_least=LEAST)]


async def _fill(site: Site, orders: int) -> None:
    """The world that the orders of `purchases` need: half as many gigs, a tenth as many accounts."""
    gigs, accounts = orders // 2, orders // 10
    async with db.unit_of_work() as session:
        await seeds.seed(session)
    await db.dispose()
    await world.build(site.dsn, accounts=accounts, gigs=gigs)
    connection = await asyncpg.connect(site.dsn)
    try:
        await purchases.add_orders(connection, orders=orders, gigs=gigs, accounts=accounts)
    finally:
        await connection.close()


async def _prepared(site: Site) -> tuple[list[str], str]:
    """What wrk sends, and what pgbench runs."""
    connection = await asyncpg.connect(site.dsn)
    try:
        await connection.execute(_WORLD)
        await connection.execute("CREATE UNIQUE INDEX ON bench_pair (n)")
        await connection.execute(f"CREATE SEQUENCE bench_next START {_PAIRS // 2}")
        await connection.execute("ANALYZE")
        pairs = await connection.fetch("SELECT client, gig, seller FROM bench_pair ORDER BY n")
        passes = {
            one: (await tokens.begin(one, keep=False))[1].access for one in {row["client"] for row in pairs}
        }
        script = await _script(pairs[-1], passes[pairs[-1]["client"]])
        return [f"{row['gig']} {passes[row['client']]}" for row in pairs[: _PAIRS // 2]], script
    finally:
        await connection.close()
        await db.dispose()


async def _script(pair: Mapping[str, UUID], token: str) -> str:
    """One order placed here, its statements with the names of what differs from one to the next."""
    since = ids.new()
    body = {"gig_id": str(pair["gig"]), "package": "basic", "accepted_terms": True}
    answer, said = await recording.call("POST", "/api/v1/orders", token, body, {})
    order = answer.json()
    known = {
        **{str(pair[name]): f":{name}" for name in ("client", "gig", "seller")},
        order["id"]: ":placed",
        order["reference"]: ":reference",
    }
    new = (one for one in recording.minted(said, since) if one not in known)
    known |= {one: f":minted{n}" for n, one in enumerate(new)}
    begin = next(
        n for n, statement in enumerate(said) if "FOR SHARE" in statement or "gig" in statement.lower()
    )
    lines = [*said[:begin], "BEGIN", *said[begin:], "COMMIT"]
    made = [name[1:] for name in known.values() if name.startswith((":placed", ":minted"))]
    return "\n".join([_choosing(made), *(recording.with_names(line, known) + ";" for line in lines), ""])


def _choosing(new: list[str]) -> str:
    """A pair that nobody has ordered from yet, and the ids that are new in each order."""
    made = ", ".join(f"uuidv7() AS {name}" for name in new)
    return (
        f"SELECT client, gig, seller, {made}, 'TB-' || n AS reference FROM bench_pair,"
        " (SELECT nextval('bench_next') AS next) AS chosen WHERE n = next \\gset"
    )
