"""Pros for measurements: three cities, eight trades each, made by a few set-based statements, the same every time.

The first city is three times as large: everybody there works in three trades. Every fourth pro is Premium, every ninth
takes a break of a week, two of three serve five neighbourhoods and no more; hours differ from pro to pro. What they
were asked so far, and what holds their hours, comes from `visits`. Lists are filled by the database itself, as its triggers
would have.
"""

from datetime import UTC, datetime

import asyncpg

from bench import visits
from twiza.discovery import pro_keeping

# Ids tell what they are of, and the number.
ID = "('0193cccc-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
CITIES = ("casablanca", "rabat-sale", "marrakech")
TRADES = (
    "plomberie", "electricite", "climatisation", "serrurerie", "menage", "peinture", "bricolage", "jardinage",
)  # fmt: skip
_TABLES = (
    "account", "hat", "pro_profile", "pro_service", "pro_neighbourhood", "pro_calendar", "pro_record", "pro_listing",
)  # fmt: skip
_ONE = ID.format(n="n")
_STATEMENTS = (
    f"""
INSERT INTO account (id, first_name, last_name, phone, phone_verified_at, identity_verified_at, active_hat, language)
SELECT {_ONE}, 'Hamid' || n, 'Alaoui', '+2126' || lpad(n::text, 8, '0'), now(),
       CASE WHEN n / 24 % 3 > 0 THEN now() END, 'pro', 'fr'
  FROM generate_series(1, $1::int) AS n
""",
    f"""
INSERT INTO hat (account_id, kind, headline, rating_sum, rating_count)
SELECT {_ONE}, 'pro', 'Du travail propre', votes * 5 - votes * (n % 13) / 8, votes
  FROM generate_series(1, $1::int) AS n, LATERAL (SELECT n * 31 % 120 AS votes) AS said
""",
    f"""
INSERT INTO pro_profile (account_id, city_id, whatsapp, min_notice_hours, takes_urgent, call_out_fee, premium_until)
SELECT {_ONE}, city.id, '+212600000000', n % 5, n / 24 % 5 = 0, CASE WHEN n % 2 = 0 THEN 10000 END,
       CASE WHEN n / 24 % 4 = 0 THEN now() + interval '20 days' END
  FROM generate_series(1, $1::int) AS n
  JOIN city ON city.slug = (ARRAY{list(CITIES)})[1 + n % 3]
""",
    f"""
INSERT INTO pro_service (pro_id, category_id, pricing_type, min_price, max_price, boosted_until)
SELECT {_ONE}, category.id, 'RANGE', (8 + n * 7 % 40) * 1000, (60 + n * 7 % 40) * 1000,
       CASE WHEN n % 500 = 0 THEN now() + interval '3 days' END
  FROM generate_series(1, $1::int) AS n CROSS JOIN generate_series(0, CASE WHEN n % 3 = 0 THEN 2 ELSE 0 END) AS more
  JOIN category ON category.slug = (ARRAY{list(TRADES)})[1 + (n / 3 + more) % 8]
""",
    f"""
INSERT INTO pro_neighbourhood (pro_id, neighbourhood_id)
SELECT {_ONE}, part.id
  FROM generate_series(1, $1::int) AS n
  JOIN city ON city.slug = (ARRAY{list(CITIES)})[1 + n % 3]
  JOIN LATERAL (SELECT id, row_number() OVER (ORDER BY slug) AS place, count(*) OVER () AS all
                  FROM neighbourhood WHERE neighbourhood.city_id = city.id) AS part
    ON (part.place + n / 3) % part.all < 5
 WHERE n / 3 % 3 > 0
""",
    f"""
INSERT INTO pro_calendar (pro_id, base_hour, open, locked)
SELECT {_ONE}, {visits.TODAY} * 24 - 24,
       CASE WHEN n % 9 = 0 THEN repeat('0', 240) || repeat(day, 52) ELSE repeat(day, 62) END::bit(1488),
       repeat('0', 1488)::bit(1488)
  FROM generate_series(1, $1::int) AS n,
       LATERAL (SELECT rpad(repeat('0', {visits.OPENS}) || repeat('1', {visits.LONG}), 24, '0') AS day) AS hours
""",
)
_COUNTED = str(pro_keeping.COUNT).replace(":since", "$1")
_LISTED = f"""
SELECT list_pros(ARRAY(SELECT account_id FROM pro_profile WHERE account_id BETWEEN {visits.FIRST} AND {visits.LAST}))
"""


async def build(dsn: str, *, pros: int) -> None:
    """Fill a database in which cities and categories are seeded."""
    connection = await asyncpg.connect(dsn, timeout=60, command_timeout=3600)
    try:
        await connection.execute("SET synchronous_commit = off; SET work_mem = '64MB'")
        for table in _TABLES:
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in _STATEMENTS:
            await connection.execute(statement, *([pros] if "$1" in statement else []))
        await visits.add(connection, pros=pros)
        # What the worker does every night.
        await connection.execute(_COUNTED, datetime.now(UTC) - pro_keeping.LATELY)
        await connection.execute(_LISTED)
        for table in _TABLES:
            await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        await connection.execute(f"VACUUM ANALYZE {', '.join(_TABLES)}")
    finally:
        await connection.close()
