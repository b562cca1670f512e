"""Millions of orders in a large world, made by two statements a chunk, the same every time."""

import asyncpg

from bench.world import ACCOUNTS, GIGS

ORDERS = 2_000_000
_CHUNK = 100_000
# The status of an order by its number's remainder of twenty: most are over, as in a place that has lived.
_STATUS = """(CASE WHEN n % 20 < 13 THEN 'COMPLETED' WHEN n % 20 < 15 THEN 'CANCELLED'
  ELSE (ARRAY['PENDING_PAYMENT', 'PAYMENT_SUBMITTED', 'PAYMENT_CONFIRMED', 'IN_PROGRESS', 'SUBMITTED'])[n % 20 - 14]
  END)::order_status"""
_ID = "('0193{kind}-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
_ORDER = _ID.format(kind="2222", n="n")
_ORDERS = f"""
INSERT INTO "order" (id, reference, gig_id, client_id, freelancer_id, status, title, package, contents, price,
                     delivery_days, revisions, terms_version, proofs, created_at, started_at, due_at, ended_at)
SELECT {_ORDER}, 'TB-' || lpad(to_hex(n), 8, '0'), gig.id,
       CASE WHEN buyer = gig.freelancer_id THEN next_buyer ELSE buyer END, gig.freelancer_id, state, gig.title,
       'basic', 'Trois pistes, deux retouches', gig.price, gig.delivery_days, 2, '2026-11',
       (state <> 'PENDING_PAYMENT')::int, placed_at,
       CASE WHEN state IN ('IN_PROGRESS', 'SUBMITTED', 'COMPLETED') THEN placed_at END,
       CASE WHEN state IN ('IN_PROGRESS', 'SUBMITTED', 'COMPLETED')
            THEN placed_at + make_interval(days => gig.delivery_days) END,
       CASE WHEN state IN ('COMPLETED', 'CANCELLED') THEN placed_at + interval '9 days' END
  FROM (
    SELECT n, {_STATUS} AS state, now() - make_interval(mins => n % 500000) AS placed_at,
           {_ID.format(kind="1111", n="(1 + abs(hashint4(n)::bigint) % $3)")} AS gig_id,
           {_ID.format(kind="0000", n="(1 + abs(hashint4(n + 7)::bigint) % $4)")} AS buyer,
           {_ID.format(kind="0000", n="(1 + (abs(hashint4(n + 7)::bigint) + 1) % $4)")} AS next_buyer
      FROM generate_series($1::int, $2::int) AS n
  ) AS bought JOIN gig ON gig.id = bought.gig_id
"""
_HISTORY = f"""
INSERT INTO order_change (order_id, verb, party, actor_id, from_status, to_status, at)
SELECT id, verb, 'client', client_id, from_status, to_status, at
  FROM (SELECT id, client_id, status, created_at, ended_at FROM "order"
         WHERE id BETWEEN {_ID.format(kind="2222", n="$1::int")} AND {_ID.format(kind="2222", n="$2::int")}) AS one,
       LATERAL (VALUES ('place', NULL::order_status, 'PENDING_PAYMENT'::order_status, created_at),
                       ('approve', 'SUBMITTED', status, ended_at)) AS step (verb, from_status, to_status, at)
 WHERE at IS NOT NULL
"""


async def add_orders(
    connection: asyncpg.Connection, *, orders: int = ORDERS, gigs: int = GIGS, accounts: int = ACCOUNTS
) -> None:
    """Orders of the world's gigs by its accounts, with where each began and ended."""
    await connection.execute("SET synchronous_commit = off")
    for first in range(1, orders + 1, _CHUNK):
        last = min(first + _CHUNK - 1, orders)
        await connection.execute(_ORDERS, first, last, gigs, accounts)
        await connection.execute(_HISTORY, first, last)
    await connection.execute('ANALYZE "order", order_change')
