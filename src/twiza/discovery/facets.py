"""How many gigs each value of each filter would leave, the other filters staying as they are."""

import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from twiza.discovery import listing
from twiza.discovery.asked import DAYS, LANGUAGES, PRICES, RATINGS, Asked, Sort
from twiza.discovery.finding import MOST_COUNTED, shape_of
from twiza.discovery.listing import Shape
from twiza.discovery.understanding import combined, understand
from twiza.kit.records import records

# Counts that were dear to find are kept for a minute; the others are always of this moment.
_DEAR, _KEPT_FOR, _MOST_KEPT = 0.02, 60.0, 500
Counts = Mapping[tuple[str, str], int]
_kept: OrderedDict[tuple[object, ...], tuple[float, Counts]] = OrderedDict()


class _Option(NamedTuple):
    """One value of a filter, and the search with it chosen."""

    name: str
    value: str
    asked: Asked


async def facets(
    asked: Asked, *, categories: Sequence[str], cities: Sequence[str], missing: int = 0
) -> Counts:
    """Counts by (filter, value), each at most one more than is counted; `price` goes by its range's number."""
    options = list(_options(asked._replace(sort=Sort.BEST), categories, cities))
    key = (*options, missing)
    if (kept := _kept.get(key)) and kept[0] > time.monotonic():
        return kept[1]
    begun = time.monotonic()
    found = await _count(asked, options, missing)
    if time.monotonic() - begun > _DEAR:
        _keep(key, found)
    return found


def _options(asked: Asked, categories: Sequence[str], cities: Sequence[str]) -> Iterator[_Option]:
    for slug in categories:
        yield _Option("category", slug, asked._replace(category=slug))
    for slug in cities:
        yield _Option("city", slug, asked._replace(city=slug))
    for code in LANGUAGES:
        yield _Option("language", code, asked._replace(language=code))
    for days in DAYS:
        yield _Option("days", str(days), asked._replace(days=days))
    for rating in RATINGS:
        yield _Option("rating", str(rating), asked._replace(rating=rating))
    for number, (least, most) in enumerate(PRICES):
        yield _Option("price", str(number), asked._replace(price_least=least, price_most=most))


async def _count(asked: Asked, options: Sequence[_Option], missing: int) -> Counts:
    units, _ = await understand(asked.words) if asked.words else ((), {})
    shapes: list[Shape] = []
    values: dict[str, Any] = {"q": combined(units, missing)} if units else {}
    known: list[_Option] = []
    for option in options:
        shape, bound = await shape_of(option.asked, words=bool(units))
        if shape is not None:
            values |= {f"{name}{len(known)}": value for name, value in bound.items()}
            shapes.append(shape)
            known.append(option)
    if not known:
        return {}
    statement = listing.counted_each(tuple(shapes), words=bool(units), most=MOST_COUNTED + 1)
    counts = (await records(statement, values))[0]
    return {(option.name, option.value): count for option, count in zip(known, counts, strict=True)}


def _keep(key: tuple[object, ...], found: Counts) -> None:
    _kept[key] = time.monotonic() + _KEPT_FOR, found
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
