"""Pros among a hundred thousand: the ranked list of a city and category, its growth, and a week's slots of one pro."""

import asyncio
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from bench import asking, city_of_pros
from bench.city_of_pros import CITIES, TRADES
from bench.reporting import Line
from bench.serving import WORKERS
from tests.site import Site, running_site
from twiza.kit import clock

FEW, MANY = 1_000, 100_000
SLOWEST_LIST, SLOWEST_SLOTS = 0.040, 0.015
MOST_GROWTH = 3.0
CLIENTS, ROUNDS = 2, 6


def measure(folder: Path) -> list[Line]:
    """As many clients as there are web processes: what one visitor waits for, not how long the queue is."""
    with _site(folder / "few-pros", FEW) as site:
        small = _mean_time(site)
    with _site(folder / "many-pros", MANY) as site:
        large = _mean_time(site)
        lists = asking.answer_times(site.address, _lists() * ROUNDS, clients=CLIENTS)
        pages = asking.answer_times(site.address, _pages() * ROUNDS, clients=CLIENTS)
        slots = asking.answer_times(site.address, _slots(), clients=CLIENTS)
    return [
        Line(
            "pros of a city and category, 100,000 pros, p95",
            asking.percentile(lists, 0.95),
            "s",
            at_most=SLOWEST_LIST,
        ),
        Line("the same as a page of 24 cards, p95", asking.percentile(pages, 0.95), "s"),
        Line(
            "pros of a city and category, 1,000 to 100,000 pros, times slower",
            large / small,
            "×",
            at_most=MOST_GROWTH,
        ),
        Line("a week's slots of a pro, p95", asking.percentile(slots, 0.95), "s", at_most=SLOWEST_SLOTS),
    ]


@contextmanager
def _site(folder: Path, pros: int) -> Iterator[Site]:
    with running_site(folder, demo=False, TWIZA_WEB_WORKERS=str(WORKERS), TWIZA_ENV="development") as site:
        asyncio.run(_fill(site, pros))
        yield site


async def _fill(site: Site, pros: int) -> None:
    await city_of_pros.build(site.dsn, pros)


def _mean_time(site: Site) -> float:
    """One client alone, after a first round that warms up."""
    asking.answer_times(site.address, _lists(), clients=1)
    return statistics.mean(asking.answer_times(site.address, _lists() * 2, clients=1))


def _lists() -> list[str]:
    """Every city and trade: as it is, at an hour, as soon as possible, and filtered."""
    noon = clock.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    besides: tuple[dict[str, str], ...] = (
        {},
        {"at": noon.strftime("%Y-%m-%dT%H:%MZ")},
        {"urgent": "true"},
        {"verified": "true", "rating": "4.5", "price_max": "30000"},
    )
    return [
        f"/api/v1/pros?{urlencode({'city': city, 'category': trade, **more})}"
        for more in besides
        for city in CITIES
        for trade in TRADES
    ]


def _pages() -> list[str]:
    return [f"/pros/{city}/{trade}" for city in CITIES for trade in TRADES]


def _slots() -> list[str]:
    return [f"/api/v1/pros/{_id(n * 97 % MANY + 1)}/slots" for n in range(400)]


def _id(number: int) -> UUID:
    return UUID(f"0193cccc-0000-7000-8000-{number:012x}")
