"""Pros among a hundred thousand with five million bookings: ranked lists, their growth, and a week's slots of one pro."""

import statistics
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from bench import asking, city_of_pros, kept
from bench.city_of_pros import CITIES, TRADES
from bench.reporting import Line
from tests.site import Site
from twiza.kit import clock

FEW, MANY = 1_000, 100_000
SLOWEST_LIST, SLOWEST_SLOTS = 0.040, 0.015
MOST_GROWTH = 3.0
CLIENTS, ROUNDS = 2, 6
# What is asked besides city and category, of the API and of the page.
_DAYS_AHEAD, _NOON, _EVENING = 2, 12, 20
_ONE_NEIGHBOURHOOD = {"casablanca": "maarif", "rabat-sale": "agdal", "marrakech": "gueliz"}


def measure(folder: Path) -> list[Line]:
    """As many clients as there are web processes: what one visitor waits for, not how long the queue is."""
    with _site(folder, "few_pros", FEW) as site:
        small = _mean_time(site)
    with _site(folder, "many_pros", MANY) as site:
        large = _mean_time(site)
        timed = [
            ("ranked list of a city and category, 100,000 pros, JSON", _lists({}), SLOWEST_LIST),
            ("the same as a page of 24 cards", _pages({}), SLOWEST_LIST),
            (
                "the same with filters, JSON",
                [path for more in _narrow() for path in _lists(more)],
                SLOWEST_LIST,
            ),
            (
                "the same with filters, as a page",
                [path for more in _typed() for path in _pages(more)],
                SLOWEST_LIST,
            ),
            ("a week's slots of a pro", _slots(), SLOWEST_SLOTS),
        ]
        lines = [_p95(site, what, paths, most) for what, paths, most in timed]
    growth = Line("the lists, 1,000 to 100,000 pros, times slower", large / small, "×", at_most=MOST_GROWTH)
    return [*lines, growth]


def _site(folder: Path, name: str, pros: int) -> AbstractContextManager[Site]:
    return kept.site(folder, name, partial(city_of_pros.build, pros=pros))


def _p95(site: Site, what: str, paths: list[str], most: float) -> Line:
    asking.answer_times(site.address, paths, clients=CLIENTS)
    rounds = max(1, ROUNDS * 24 // len(paths))
    times = asking.answer_times(site.address, list(_once(paths * rounds)), clients=CLIENTS)
    return Line(f"{what}, p95", asking.percentile(times, 0.95), "s", at_most=most)


def _once(paths: list[str]) -> Iterator[str]:
    """Each address another one, so that no visitor gets the page of the one before."""
    for number, path in enumerate(paths):
        yield f"{path}{'&' if '?' in path else '?'}visit={number}"


def _mean_time(site: Site) -> float:
    """One client alone, after a first round that warms up."""
    paths = [path for more in ({}, *_narrow()) for path in _lists(more)]
    asking.answer_times(site.address, paths, clients=1)
    return statistics.mean(asking.answer_times(site.address, paths, clients=1))


def _narrow() -> list[dict[str, str]]:
    """At an hour at which many are free and at one at which nobody is, soon, nearby, and the choosy."""
    day = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=_DAYS_AHEAD)
    return [
        *({"at": day.replace(hour=hour).strftime("%Y-%m-%dT%H:%MZ")} for hour in (_NOON, _EVENING)),
        {"urgent": "true"},
        {"neighbourhood": ""},
        {"verified": "true", "rating": "4.5", "price_max": "30000"},
        {"rating": "4.8", "price_max": "8500", "urgent": "true", "verified": "true"},
    ]


def _typed() -> list[dict[str, str]]:
    """The same as the page's form says it."""
    day = (clock.local(clock.now()) + timedelta(days=_DAYS_AHEAD)).date().isoformat()
    return [
        *({"day": day, "hour": str(hour)} for hour in (_NOON, _EVENING)),
        {"when": "soon"},
        {"neighbourhood": ""},
        {"verified": "1", "rating": "45", "price": "300"},
    ]


def _lists(more: dict[str, str]) -> list[str]:
    return [f"/api/v1/pros?{_asked(city, trade, more)}" for city, trade in product(CITIES, TRADES)]


def _pages(more: dict[str, str]) -> list[str]:
    if not more:
        return [f"/pros/{city}/{trade}" for city, trade in product(CITIES, TRADES)]
    return [f"/pros?{_asked(city, trade, more)}" for city, trade in product(CITIES, TRADES)]


def _asked(city: str, trade: str, more: dict[str, str]) -> str:
    if "neighbourhood" in more:
        more = {"neighbourhood": _ONE_NEIGHBOURHOOD[city]}
    return urlencode({"city": city, "category": trade, **more})


def _slots() -> list[str]:
    return [f"/api/v1/pros/{_id(n * 97 % MANY + 1)}/slots" for n in range(400)]


def _id(number: int) -> UUID:
    return UUID(f"0193cccc-0000-7000-8000-{number:012x}")
