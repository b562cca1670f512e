"""Requests that wait to be confirmed, each of another client for an hour that nobody else wants, among older bookings."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from tests.bookings import telling
from twiza.kit.db import unit_of_work
from twiza.profiles import seeds

PROS, CLIENTS = 60, 30_000
HOUR = telling.HOUR
_AT_ONCE, _CHUNK = 20, 100_000
_PEOPLE = """
INSERT INTO account (id, first_name, last_name, phone, phone_verified_at, active_hat, language)
SELECT ('0193dddd-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Imane' || n, 'Berrada',
       '+2127' || lpad(n::text, 8, '0'), now(), 'client', 'fr'
  FROM generate_series(0, $1::int - 1) AS n
"""
# Whoever has asked for something has one.
_PROFILES = "INSERT INTO client_profile (account_id) SELECT DISTINCT client FROM bench_waiting"
# From three days ahead on, round the clock: sixty pros have thirty thousand hours in three weeks.
_WAITING = """
CREATE TABLE bench_waiting AS
SELECT n, uuidv7() AS request, uuidv7() AS booking, ($1::uuid[])[1 + n % $2::int] AS pro,
       ('0193dddd-0000-7000-8000-' || lpad(to_hex(n % $3::int), 12, '0'))::uuid AS client,
       to_timestamp((floor(extract(epoch FROM now()) / 86400)::bigint * 24 + 72 + n / $2::int) * 3600) AS starts_at
  FROM generate_series(0, $4::int - 1) AS n
"""
_ASKED = """
INSERT INTO booking_request (id, client_id, city_id, category_id, starts_at, description)
SELECT request, client, city_id, category_id, starts_at, 'Une fuite sous l’évier'
  FROM bench_waiting JOIN pro_service ON pro_id = pro JOIN pro_profile ON account_id = pro;
INSERT INTO booking (id, reference, request_id, client_id, pro_id, city_id, category_id, starts_at, ends_at, expires_at)
SELECT booking, 'BW-' || n, request, client, pro, city_id, category_id, starts_at, starts_at + interval '1 hour',
       now() + interval '11 hours'
  FROM bench_waiting JOIN pro_service ON pro_id = pro JOIN pro_profile ON account_id = pro;
INSERT INTO booking_event (booking_id, type, party, actor_id, details, at)
SELECT booking, 'CREATED', 'client', client, '{}', now() FROM bench_waiting;
CREATE UNIQUE INDEX ON bench_waiting (n)
"""
_OVER = """
WITH one AS (
    SELECT n, uuidv7() AS booking, uuidv7() AS request, ($1::uuid[])[1 + n % $2::int] AS pro,
           ('0193dddd-0000-7000-8000-' || lpad(to_hex(abs(hashint4(n)::bigint) % $3::int), 12, '0'))::uuid AS client,
           to_timestamp(floor(extract(epoch FROM now()) / 3600) * 3600 - (24 + n / $2::int) * 3600) AS starts_at
      FROM generate_series($4::int, $5::int) AS n
), whole AS (
    SELECT one.*, city_id, category_id FROM one JOIN pro_service ON pro_id = pro JOIN pro_profile ON account_id = pro
), request AS (
    INSERT INTO booking_request (id, client_id, city_id, category_id, starts_at, description, created_at)
    SELECT request, client, city_id, category_id, starts_at, 'Une fuite', starts_at - interval '1 day' FROM whole
)
INSERT INTO booking (id, reference, request_id, client_id, pro_id, city_id, category_id, starts_at, ends_at, expires_at,
                     status, duration, confirmed_at, answered_at, completed_at, created_at)
SELECT booking, 'BO-' || n, request, client, pro, city_id, category_id, starts_at, starts_at + interval '1 hour',
       starts_at, 'COMPLETED', 'H1', starts_at - interval '1 day', starts_at - interval '1 day',
       starts_at + interval '2 hours', starts_at - interval '1 day'
  FROM whole
"""


async def build(connection: asyncpg.Connection, *, waiting: int, over: int) -> Sequence[UUID]:
    """An empty, migrated database is filled; who its pros are."""
    async with unit_of_work() as session:
        await seeds.seed(session)
    pros: list[UUID] = []
    for first in range(0, PROS, _AT_ONCE):
        async with unit_of_work() as session:
            made = await telling.people(session, _AT_ONCE, first=first)
            await telling.open_all(session, *made)
            pros += [one.id for one in made]
    await connection.execute("SET synchronous_commit = off")
    await connection.execute(_PEOPLE, CLIENTS)
    await connection.execute(_WAITING, pros, PROS, CLIENTS, waiting)
    await connection.execute(_PROFILES)
    await connection.execute(_ASKED)
    for first in range(0, over, _CHUNK):
        await connection.execute(_OVER, pros, PROS, CLIENTS, first, min(first + _CHUNK, over) - 1)
    await connection.execute("VACUUM ANALYZE")
    return pros
