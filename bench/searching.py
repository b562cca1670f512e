"""Search among a million gigs: requests per second against the floor, answer times, growth from ten thousand."""

import statistics
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import httpx
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from bench import asking, kept, world, wrk
from bench.reporting import Line
from bench.serving import running_floor
from tests.site import Site
from twiza.discovery import listing
from twiza.discovery.listing import Shape

LIST, PAGE = 0.4, 0.5
SLOWEST, SLOWEST_TYPO = 0.100, 0.150
MOST_GROWTH = 3.0
CLIENTS, ROUNDS, TURNS = 8, 12, 3
FEW = 10_000
CATEGORY = "design"

# Common and rare, one word and two, French and Arabic; then with filters.
_WORDS = (
    "logo", "restaurant", "site", "traduction", "montage", "professionnel", "babebibo", "podcast", "zellige",
    "logo restaurant", "site hôtel", "traduction rapide", "montage mariage", "design élégant", "photo produit",
    "شعار", "مطعم", "ترجمة", "مونتاج", "احترافي", "شعار مطعم", "ترجمة سريعة", "موقع فندق", "مونتاج متقن",
)  # fmt: skip
_FILTERED = (
    {"q": "logo", "city": "fes"},
    {"q": "restaurant", "category": "design", "language": "ar"},
    {"q": "traduction", "price_max": "50000", "delivery_days": "7"},
    {"q": "شعار", "rating": "4.5"},
    {"q": "مطعم", "category": "web-mobile", "city": "casablanca"},
    {"q": "montage rapide", "language": "fr", "price_min": "10000"},
)
_TYPOS = (
    "loggo", "restaurnt", "traductoin", "montge", "profesionel", "sitte web", "desing", "phto",
    "شعاار", "مطععم", "ترجممة", "مونطاج", "elegnat restaurant", "hotle", "podcsat", "animtion",
)  # fmt: skip


def measure(folder: Path) -> list[Line]:
    """The large world takes some minutes to build; the small one is for comparison."""
    with _site(folder, "many_gigs", world.GIGS, world.ACCOUNTS) as site:
        measured = [*_rates(folder, site), *_times(site)]
        with _site(folder, "few_gigs", FEW, FEW // 5) as small:
            # In turns, so that whatever else the machine does meets both.
            turns = [(_mean_time(site), _mean_time(small)) for _ in range(TURNS)]
    large, few = (statistics.median(times) for times in zip(*turns, strict=True))
    what = f"text search, {FEW:,} to {world.GIGS:,} gigs, times slower"
    return [*measured, Line(what, large / few, "×", at_most=MOST_GROWTH)]


def _site(folder: Path, name: str, gigs: int, accounts: int) -> AbstractContextManager[Site]:
    return kept.site(folder, name, partial(world.build, gigs=gigs, accounts=accounts))


def _rates(folder: Path, site: Site) -> list[Line]:
    """A category's first page, as JSON beside its floor, and as a page beside the JSON."""
    ours = f"{site.address}/api/v1/gigs?category={CATEGORY}"
    page = f"{site.address}/gigs?category={CATEGORY}"
    answer = httpx.get(ours, headers={"accept-language": "fr"}, timeout=30).json()
    given = {"dsn": site.dsn, "sql": _sql(site), "next_cursor": answer["next_cursor"]}
    with running_floor(folder, given, "bench.search_floor:app", "/gigs") as floor:
        bare = httpx.get(f"{floor}/gigs", timeout=30).json()
        if [item["id"] for item in bare["items"]] != [item["id"] for item in answer["items"]]:
            raise RuntimeError("The floor and the API don't answer with the same gigs")
        rates = wrk.rates(f"{floor}/gigs", ours, page, headers=("accept-language: fr",))
    return [
        Line(
            "gigs of a category, JSON, against Starlette + asyncpg",
            rates[1],
            "req/s",
            rates[0],
            at_least=LIST,
        ),
        Line(
            "gigs of a category, page of 24 cards, against the JSON",
            rates[2],
            "req/s",
            rates[1],
            at_least=PAGE,
        ),
    ]


def _times(site: Site) -> list[Line]:
    searches = [path for _ in range(ROUNDS) for path in _paths()]
    typos = [_path({"q": words}) for _ in range(ROUNDS) for words in _TYPOS]
    asking.answer_times(site.address, searches[: len(_WORDS) + len(_FILTERED)], clients=CLIENTS)
    found = asking.answer_times(site.address, searches, clients=CLIENTS)
    guessed = asking.answer_times(site.address, typos, clients=CLIENTS)
    return [
        Line("text search, 8 clients, p95", asking.percentile(found, 0.95), "s", at_most=SLOWEST),
        Line("typo fallback, 8 clients, p95", asking.percentile(guessed, 0.95), "s", at_most=SLOWEST_TYPO),
    ]


def _mean_time(site: Site) -> float:
    """One client alone, after a first round that warms up."""
    asking.answer_times(site.address, _paths(), clients=1)
    return statistics.mean(asking.answer_times(site.address, _paths() * 3, clients=1))


def _paths() -> list[str]:
    return [_path({"q": words}) for words in _WORDS] + [_path(asked) for asked in _FILTERED]


def _path(asked: dict[str, str]) -> str:
    return f"/api/v1/gigs?{urlencode(asked)}"


def _sql(site: Site) -> str:
    """The API's own statement, its values written in."""
    (row,) = site.sql("SELECT id FROM category WHERE slug = $1", CATEGORY)
    statement = listing.browsed(Shape(level="top", limit=21), "fr").params(category=row["id"])
    return str(statement.compile(dialect=dialect.dialect(), compile_kwargs={"literal_binds": True}))
