"""People who race for hours: groups of eight pros who never close and eight clients, and the requests they begin with.

A group meets once a day of the calendar, so whatever one round leaves behind stands in no later round's way. The
requests are written as the verb would have left them, by one statement a round; everything else goes through HTTP.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from tests.bookings import telling
from tests.pros.opening import category_named, city_named
from twiza.accounts import tokens
from twiza.kit import clock, ids
from twiza.kit.db import unit_of_work
from twiza.profiles import seeds

EACH = 8
# The first day that lies more than twelve hours ahead, wherever in the day the race begins; the last one whole.
FIRST_DAY, DAYS = 2, 56
_ASK = """
WITH wish AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::text[])
      AS w (id, request, client, pro, starts_at, expires_at, reference)
), request AS (
    INSERT INTO booking_request (id, client_id, city_id, category_id, starts_at, description)
    SELECT DISTINCT ON (request) request, client, $8::uuid, $9::uuid, starts_at, 'Une fuite' FROM wish
), booking AS (
    INSERT INTO booking (id, reference, request_id, client_id, pro_id, city_id, category_id, starts_at, ends_at, expires_at)
    SELECT id, reference, request, client, pro, $8, $9, starts_at, starts_at + interval '1 hour', expires_at FROM wish
)
INSERT INTO booking_event (booking_id, type, party, actor_id, details, at)
SELECT id, 'CREATED', 'client', client, '{}', now() FROM wish
"""
_LET_LAPSE = """
UPDATE booking SET expires_at = now()
 WHERE status = 'PENDING' AND expires_at > now() AND (client_id = ANY ($1) OR pro_id = ANY ($1))
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """One pro whom a client asks for an hour, and how long the request waits."""

    client: UUID
    pro: UUID
    starts_at: datetime
    waits: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Asked:
    """The booking that came of a wish."""

    id: UUID
    client: UUID
    pro: UUID
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Those who meet in one round."""

    pros: Sequence[UUID]
    clients: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class World:
    """Everybody, with what each sends along to be known by."""

    groups: Sequence[Group]
    passes: Mapping[UUID, str]
    city: UUID
    category: UUID


async def people(rounds: int) -> World:
    """As many groups as there must be for every round to have a day of its own."""
    many = -(-rounds // DAYS)
    async with unit_of_work() as session:
        await seeds.seed(session)
    groups: list[Group] = []
    for number in range(many):
        async with unit_of_work() as session:
            made = await telling.people(session, 2 * EACH, first=number * 2 * EACH)
            await telling.open_all(session, *made[:EACH])
            everybody = [one.id for one in made]
            groups.append(Group(everybody[:EACH], everybody[EACH:]))
    async with unit_of_work() as session:
        city, category = await city_named(session, "casablanca"), await category_named(session, "plomberie")
    known = [one for group in groups for one in (*group.pros, *group.clients)]
    passes = {one: (await tokens.begin(one, keep=False))[1].access for one in known}
    return World(groups, passes, city, category)


async def ask(connection: asyncpg.Connection, world: World, wishes: Sequence[Wish]) -> list[Asked]:
    """The bookings of these wishes, waiting; of one client for one hour they are one request."""
    requests: dict[tuple[UUID, datetime], UUID] = {}
    rows: list[tuple[Any, ...]] = []
    for wish in wishes:
        request = requests.setdefault((wish.client, wish.starts_at), ids.new())
        expires_at = clock.now() + wish.waits
        reference = f"BK-{secrets.token_hex(6)}"
        rows.append((ids.new(), request, wish.client, wish.pro, wish.starts_at, expires_at, reference))
    columns = [list(column) for column in zip(*rows, strict=True)]
    await connection.execute(_ASK, *columns, world.city, world.category)
    return [Asked(row[0], row[2], row[3], row[4]) for row in rows]


async def let_lapse(connection: asyncpg.Connection, group: Group) -> None:
    """Whatever a round left waiting is past its time now; the clock ends it while the next round races."""
    await connection.execute(_LET_LAPSE, [*group.pros, *group.clients])


def hour(day: int, at: int) -> datetime:
    """That hour (UTC) so many days ahead."""
    return telling.at(at, days=FIRST_DAY + day)
