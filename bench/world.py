"""A large world for measurements: accounts and gigs made by a few set-based statements, the same every time.

Titles and descriptions are put together from phrases of four languages whose words the index's own function has cut
once; each gig's index entry joins those, which gives what the triggers would have written, in minutes instead of an
hour. Every third gig also says a rare word.
"""

import sys
import time

import asyncpg

from bench.phrases import ADJECTIVES, CLIENTS, OPENERS, SENTENCES, SYLLABLES

ACCOUNTS, GIGS = 200_000, 1_000_000
RARE_WORDS = 20_000
# Of a hundred accounts, so many sell.
SELLERS = 40

# Ids tell what they are of, and the number.
_ID = "('0193{kind}-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
_ACCOUNT, _GIG = _ID.format(kind="0000", n="{n}"), _ID.format(kind="1111", n="{n}")
# Whose it is: $3 accounts, of which the first of every hundred sell.
_SELLER = _ACCOUNT.format(n=f"(gig.n % ($3::int / 100) * 100 + 1 + gig.n / 7 % {SELLERS - 1})")

_PEOPLE = (
    f"""
INSERT INTO account (id, first_name, last_name, phone, phone_verified_at, active_hat, language, city_id, created_at)
SELECT {_ACCOUNT.format(n="n")}, 'Zineb' || n, 'Tazi', '+2127' || lpad(n::text, 8, '0'), now(),
       CASE WHEN n % 100 < {SELLERS} THEN 'freelancer' ELSE 'client' END::hat_kind, 'fr', city.id,
       now() - make_interval(hours => n % 20000)
  FROM generate_series($1::int, $2::int) AS n
  JOIN (SELECT id, row_number() OVER (ORDER BY slug) - 1 AS place, count(*) OVER () AS all FROM city) AS city
    ON city.place = n * 7 % city.all
""",
    f"""
INSERT INTO hat (account_id, kind, headline, city_id)
SELECT account.id, account.active_hat, 'Au travail', account.city_id
  FROM generate_series($1::int, $2::int) AS n JOIN account ON account.id = {_ACCOUNT.format(n="n")}
""",
    f"""
INSERT INTO spoken_language (account_id, code, fluency)
SELECT {_ACCOUNT.format(n="n")}, code, 'fluent'
  FROM generate_series($1::int, $2::int) AS n, unnest(ARRAY['fr', 'ar', 'en']) WITH ORDINALITY AS said (code, place)
 WHERE n % 100 < {SELLERS} AND (n + place) % 3 <> 0
""",
)

_PHRASE_TABLE = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_phrase (
    kind text, lang text, n int, said text, cut tsvector, PRIMARY KEY (kind, lang, n))
"""
_SUBCATEGORIES = """
INSERT INTO bench_phrase
SELECT 'sub', lang, row_number() OVER (PARTITION BY lang ORDER BY category.slug) - 1, said,
       to_tsvector('simple', search_text(said))
  FROM category, LATERAL (VALUES ('fr', name_fr), ('ar', name_ar), ('en', name_en)) AS names (lang, said)
 WHERE parent_id IS NOT NULL
"""
_NAMES = """
INSERT INTO bench_phrase
SELECT 'names', category.id::text, row_number() OVER (ORDER BY category.slug) - 1, '',
       to_tsvector('simple', search_text(concat_ws(' ', category.name_fr, category.name_ar, category.name_en,
                                                   top.name_fr, top.name_ar, top.name_en)))
  FROM category JOIN category AS top ON top.id = category.parent_id
"""
_GIGS = f"""
INSERT INTO gig (id, freelancer_id, category_id, status, title, description, language, price, delivery_days,
                 orders_count, rating_count, rating_sum, cover, published_at, created_at)
SELECT {_GIG.format(n="gig.n")}, {_SELLER}, names.lang::uuid,
       'published', concat_ws(' ', opener.said, sub.said, adjective.said, client.said),
       concat_ws(' ', sentence.said, other.said, rare.said), gig.lang, price, days, orders, votes,
       votes * 5 - orders * 7 % (votes + 1), '/art/gig/gig-' || gig.n % 48 || '.svg',
       now() - make_interval(hours => gig.n % 16999), now() - make_interval(hours => gig.n % 16999)
  FROM (
    SELECT n, CASE WHEN n % 20 < 11 THEN 'fr' WHEN n % 20 < 18 THEN 'ar' ELSE 'en' END AS lang,
           (5 + n * 31 % 400) * 1000 AS price, 1 + n * 11 % 30 AS days,
           CASE WHEN n % 2 = 0 THEN 0 ELSE n * 17 % 97 END AS orders,
           CASE WHEN n % 2 = 0 THEN 0 ELSE n * 17 % 97 * 3 / 5 END AS votes,
           abs(hashint4(n)::bigint) AS chance
      FROM generate_series($1::int, $2::int) AS n
  ) AS gig
{{joins}}
"""
_JOINS = f"""
  JOIN bench_phrase AS names ON names.kind = 'names' AND names.n = chance % $4
  JOIN bench_phrase AS sub ON sub.kind = 'sub' AND sub.lang = gig.lang AND sub.n = chance % $4
  JOIN bench_phrase AS opener ON opener.kind = 'opener' AND opener.lang = gig.lang AND opener.n = chance / 41 % 8
  JOIN bench_phrase AS adjective ON adjective.kind = 'adjective' AND adjective.lang = gig.lang
   AND adjective.n = chance / 331 % 12
  JOIN bench_phrase AS client ON client.kind = 'client' AND client.lang = gig.lang AND client.n = chance / 4001 % 24
  JOIN bench_phrase AS sentence ON sentence.kind = 'sentence' AND sentence.lang = gig.lang
   AND sentence.n = chance / 97 % 24
  JOIN bench_phrase AS other ON other.kind = 'sentence' AND other.lang = gig.lang AND other.n = chance / 9973 % 24
  LEFT JOIN bench_phrase AS rare ON rare.kind = 'rare' AND gig.n % 3 = 0 AND rare.n = chance / 7 % {RARE_WORDS}
"""
_INDEX = f"""
INSERT INTO gig_search (gig_id, freelancer_id, top_id, category_id, published_at, price, delivery_days, stars, quality,
                        fresh, signs, words)
SELECT offer.gig_id, offer.freelancer_id, offer.top_id, offer.category_id, offer.published_at, offer.price,
       offer.delivery_days, offer.stars, offer.quality, offer.fresh, offer.signs,
       setweight(opener.cut || sub.cut || adjective.cut || client.cut, 'A') || setweight(names.cut, 'B')
       || setweight(sentence.cut || other.cut || coalesce(rare.cut, ''), 'D')
  FROM (
    SELECT n, CASE WHEN n % 20 < 11 THEN 'fr' WHEN n % 20 < 18 THEN 'ar' ELSE 'en' END AS lang,
           abs(hashint4(n)::bigint) AS chance
      FROM generate_series($1::int, $2::int) AS n
  ) AS gig
  JOIN gig_offer AS offer ON offer.gig_id = {_GIG.format(n="gig.n")}
{{joins}}
"""
_INDEXES = (
    "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index "
    "WHERE indrelid = 'gig_search'::regclass AND NOT indisprimary"
)
_CHUNK = 200_000


async def build(dsn: str, *, accounts: int = ACCOUNTS, gigs: int = GIGS) -> None:
    """Fill an empty, migrated database whose categories are seeded."""
    connection = await asyncpg.connect(dsn, timeout=60, command_timeout=3600)
    try:
        await add_people(connection, accounts)
        await add_gigs(connection, gigs, accounts)
    finally:
        await connection.close()


async def add_people(connection: asyncpg.Connection, accounts: int) -> None:
    """Accounts with their hat; the first of every hundred sell."""
    with_triggers_off = ("account", "hat", "spoken_language")
    await _triggers(connection, with_triggers_off, on=False)
    for statement in _PEOPLE:
        await connection.execute(statement, 1, accounts)
    await _triggers(connection, with_triggers_off, on=True)
    await connection.execute("ANALYZE account, hat, spoken_language")
    _say(f"{accounts:,} accounts")


async def add_gigs(connection: asyncpg.Connection, gigs: int, accounts: int, *, first: int = 1) -> None:
    """Gigs from this number on, with their index entries."""
    if await connection.fetchval("SELECT to_regclass('bench_phrase')") is None:
        await _add_phrases(connection)
    subcategories = await connection.fetchval("SELECT count(*) FROM bench_phrase WHERE kind = 'names'")
    indexes = await connection.fetch(_INDEXES)
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    await _triggers(connection, ("gig",), on=False)
    await connection.execute(
        "SET work_mem = '64MB'; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off;"
        # As they are written: nine joins on numbers that are computed lead the planner astray.
        "SET join_collapse_limit = 1; SET from_collapse_limit = 1"
    )
    for begin in range(first, gigs + 1, _CHUNK):
        end = min(begin + _CHUNK - 1, gigs)
        statement = _GIGS.format(joins=_JOINS)
        await connection.execute(statement, begin, end, accounts, subcategories)
    await connection.execute("ANALYZE gig")
    _say(f"{gigs:,} gigs")
    statement = _INDEX.format(joins=_JOINS.replace("$4", "$3"))
    for begin in range(first, gigs + 1, _CHUNK):
        await connection.execute(statement, begin, min(begin + _CHUNK - 1, gigs), subcategories)
    _say("index entries")
    await connection.execute("RESET enable_nestloop")
    await _triggers(connection, ("gig",), on=True)
    for index in indexes:
        await connection.execute(index["made"])
        _say(index["name"])
    await connection.execute("VACUUM ANALYZE gig_search")
    await count_words(connection)


async def count_words(connection: asyncpg.Connection) -> None:
    """What the worker does every hour."""
    from twiza.discovery.vocabulary import COUNT_AGAIN

    async with connection.transaction():
        for statement in COUNT_AGAIN:
            await connection.execute(statement)
    await connection.execute("VACUUM ANALYZE search_word")
    _say("words counted")


async def _add_phrases(connection: asyncpg.Connection) -> None:
    await connection.execute(_PHRASE_TABLE)
    rows = [
        (kind, lang, n, said)
        for kind, phrases in (
            ("opener", OPENERS),
            ("adjective", ADJECTIVES),
            ("client", CLIENTS),
            ("sentence", SENTENCES),
        )
        for lang, several in phrases.items()
        for n, said in enumerate(several)
    ]
    rows += [("rare", "", n, word) for n, word in enumerate(rare_words(RARE_WORDS))]
    await connection.executemany(
        "INSERT INTO bench_phrase VALUES ($1, $2, $3, $4, to_tsvector('simple', search_text($4)))", rows
    )
    await connection.execute(_SUBCATEGORIES)
    await connection.execute(_NAMES)
    await connection.execute("ANALYZE bench_phrase")


def rare_words(count: int) -> list[str]:
    """Names that only a few gigs say."""
    some = len(SYLLABLES)
    return [
        SYLLABLES[n % some]
        + SYLLABLES[n // some % some]
        + SYLLABLES[n * 7 // some % some]
        + SYLLABLES[n * 13 % some]
        for n in range(count)
    ]


async def _triggers(connection: asyncpg.Connection, tables: tuple[str, ...], *, on: bool) -> None:
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")


_begun = time.monotonic()


def _say(what: str) -> None:
    print(f"  {time.monotonic() - _begun:6.0f} s  {what}", file=sys.stderr, flush=True)
