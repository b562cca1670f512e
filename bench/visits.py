"""Fifty bookings of each pro of `city_of_pros`, made by a few statements, the same every time.

Requests go to three pros of one city and trade, who have the same hours; one of them wins, the others decline, lapse or
give way. Half of the requests are for the days to come, one a day, and hold their hours; the last of those still waits
for an answer. The others were about days gone by, most of them completed.
"""

import asyncpg

A_PRO = 50
TODAY = "floor(extract(epoch FROM now()) / 86400)::bigint"
# By the number of a pro, or of a request, the hour at which the day begins, in UTC; and how long it is.
OPENS, LONG = "(7 + n % 4)", 9
_AHEAD = 24
_CLIENTS = 100_000
_ID = "('0193{kind}-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
_PRO, _CLIENT = _ID.format(kind="cccc", n="pro"), _ID.format(kind="dddd", n="client")
FIRST, LAST = _ID.format(kind="cccc", n="0"), _ID.format(kind="cccc", n="2000000000")
_REQUEST = _ID.format(kind="eeee", n=f"(n * {A_PRO} + k)")
_BOOKING = _ID.format(kind="ffff", n=f"(pro * {A_PRO} + k)")
_PEOPLE = f"""
INSERT INTO account (id, first_name, last_name, phone, phone_verified_at, active_hat, language)
SELECT {_CLIENT}, 'Imane' || client, 'Berrada', '+2127' || lpad(client::text, 8, '0'), now(), 'client', 'fr'
  FROM generate_series(0, {_CLIENTS - 1}) AS client
"""
# Each need: n is its number among three pros' (72 pros have 24 of them), k counts from the next day on.
_NEEDS = f"""
SELECT n, k, (n + k * 37) % {_CLIENTS} AS client, 1 + (n + k) % 4 AS hours,
       to_timestamp((({TODAY} + CASE WHEN k < {_AHEAD} THEN k + 1 ELSE ({_AHEAD} - k - 1) * 14 END) * 24
                     + {OPENS} + (n * 7 + k * 3) % 5) * 3600) AS starts_at
  FROM generate_series(0, $1::int / 72 * 24 + 23) AS n CROSS JOIN generate_series(0, {A_PRO - 1}) AS k
"""
_REQUESTS = f"""
INSERT INTO booking_request (id, client_id, city_id, category_id, starts_at, description, created_at)
SELECT {_REQUEST}, {_CLIENT}, city_id, category_id, starts_at, 'Une fuite sous l’évier',
       least(starts_at, now()) - interval '1 day'
  FROM ({_NEEDS}) AS need
  JOIN LATERAL (SELECT n / 24 * 72 + n % 24 + CASE WHEN n % 24 = 0 AND n < 24 THEN 24 ELSE 0 END AS pro) AS first ON true
  JOIN bench_trade ON bench_trade.pro = first.pro
"""
_BOOKINGS = f"""
INSERT INTO booking (id, reference, request_id, status, client_id, pro_id, city_id, category_id, starts_at, ends_at,
                     duration, expires_at, confirmed_at, answered_at, completed_at, cancelled_at, cancel_reason, reminded,
                     created_at)
SELECT {_BOOKING}, 'BB-' || lpad(to_hex(pro * {A_PRO} + k), 8, '0'), {_REQUEST}, status::booking_status, {_CLIENT}, {_PRO},
       city_id, category_id, starts_at, starts_at + make_interval(hours => CASE WHEN won THEN hours ELSE 1 END),
       CASE WHEN won THEN 'H' || hours END::estimated_duration,
       CASE WHEN status = 'PENDING' THEN now() + interval '11 hours' ELSE asked_at + interval '12 hours' END,
       CASE WHEN won THEN asked_at + interval '20 minutes' END,
       CASE WHEN won OR status = 'DECLINED' THEN asked_at + interval '20 minutes' END,
       CASE WHEN status = 'COMPLETED' THEN starts_at + interval '5 hours' END,
       CASE WHEN status LIKE 'CANCELLED%' THEN asked_at + interval '1 hour' END, 'Malade', 15,
       CASE WHEN status = 'PENDING' THEN now() - interval '1 hour' ELSE asked_at END
  FROM (
    SELECT *, least(starts_at, now()) - interval '1 day' AS asked_at,
           status IN ('CONFIRMED', 'COMPLETED', 'CANCELLED_BY_CLIENT', 'CANCELLED_BY_PRO') AS won
      FROM (
        SELECT need.*, pro, city_id, category_id,
               CASE WHEN k = {_AHEAD - 1} THEN 'PENDING'
                    WHEN pro / 24 % 3 <> k % 3
                    THEN (ARRAY['DECLINED', 'EXPIRED', 'CANCELLED_AUTO_FIRST_CONFIRMED', 'CANCELLED_AUTO_FIRST_CONFIRMED'])
                         [1 + (pro + k) % 4]
                    WHEN k < {_AHEAD} THEN 'CONFIRMED'
                    WHEN (n + k) % 10 = 0 THEN 'CANCELLED_BY_CLIENT'
                    WHEN (n + k) % 10 = 1 THEN 'CANCELLED_BY_PRO'
                    ELSE 'COMPLETED' END AS status
          FROM bench_trade JOIN ({_NEEDS}) AS need ON need.n = pro / 72 * 24 + pro % 24
      ) AS asked
  ) AS told
"""
_LOCKS = """
INSERT INTO slot_lock (pro_id, starts_at, booking_id)
SELECT pro_id, at, id FROM booking, generate_series(starts_at, ends_at - interval '1 hour', interval '1 hour') AS at
 WHERE reference LIKE 'BB-%' AND status IN ('CONFIRMED', 'COMPLETED')
"""
_BITS = """
UPDATE pro_calendar SET locked = held.bits
  FROM (
    SELECT pro_id, bit_or((B'1' || repeat('0', 1487)::bit(1487))::bit(1488)
                          >> (extract(epoch FROM starts_at)::bigint / 3600 - base_hour)::int) AS bits
      FROM slot_lock JOIN pro_calendar USING (pro_id)
     WHERE starts_at >= to_timestamp(base_hour * 3600) AND starts_at < to_timestamp((base_hour + 1488) * 3600)
     GROUP BY pro_id
  ) AS held
 WHERE held.pro_id = pro_calendar.pro_id
"""
_TRADE = f"""
CREATE UNLOGGED TABLE bench_trade AS
SELECT ('x' || right(pro_id::text, 12))::bit(48)::bigint::int AS pro, profile.city_id,
       min(service.category_id::text)::uuid AS category_id
  FROM pro_service AS service JOIN pro_profile AS profile ON profile.account_id = service.pro_id
 WHERE pro_id BETWEEN {FIRST} AND {LAST} GROUP BY 1, 2
"""
_TABLES = ("booking_request", "booking", "slot_lock")
_CONSTRAINTS = (
    "SELECT conname AS name, pg_get_constraintdef(oid) AS made FROM pg_constraint "
    "WHERE conrelid = $1::regclass AND contype IN ('f', 'u', 'x')"
)
_INDEXES = (
    "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index "
    "WHERE indrelid = $1::regclass AND NOT indisprimary"
)


async def add(connection: asyncpg.Connection, *, pros: int) -> None:
    """So many for each pro; what a row must be like is checked once all rows are there."""
    await connection.execute("SET maintenance_work_mem = '512MB'")
    await connection.execute(_PEOPLE)
    await connection.execute(_TRADE)
    await connection.execute("CREATE UNIQUE INDEX ON bench_trade (pro); ANALYZE bench_trade")
    later = [each for table in _TABLES for each in await _set_aside(connection, table)]
    await connection.execute(_REQUESTS, pros)
    await connection.execute(_BOOKINGS, pros)
    await connection.execute(_LOCKS)
    for statement in later:
        await connection.execute(statement)
    await connection.execute(f"VACUUM ANALYZE {', '.join(_TABLES)}")
    await connection.execute(_BITS)


async def _set_aside(connection: asyncpg.Connection, table: str) -> list[str]:
    """Take off constraints and indexes, quicker made than kept; the statements that put them back."""
    later: list[str] = []
    for one in await connection.fetch(_CONSTRAINTS, table):
        await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {one['name']}")
        later.append(f"ALTER TABLE {table} ADD CONSTRAINT {one['name']} {one['made']}")
    for one in await connection.fetch(_INDEXES, table):
        await connection.execute(f"DROP INDEX {one['name']}")
        later.append(one["made"])
    return later
