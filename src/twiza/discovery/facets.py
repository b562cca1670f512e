"""How many gigs each value of each filter would leave, the other filters staying as they are.

Exact to a thousand, then "more": a sample of the matches shows which values have far more than a thousand, and when it
holds all matches, it counts the others too; what is left is counted one by one.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from twiza.discovery import listing
from twiza.discovery.asked import DAYS, LANGUAGES, PRICES, RATINGS, Asked, Sort
from twiza.discovery.finding import MOST_COUNTED, expected, shape_of
from twiza.discovery.understanding import Unit, combined, understand
from twiza.kit.records import records

_SAMPLE = 6000
# So many matches are common: rows are read in order until there are enough.
_COMMON = 40_000
# When the sample promises so many, there are more than a thousand.
_SURELY = 3 * MOST_COUNTED
# Counts that were dear to find are kept for a minute; the others are always of this moment.
_DEAR, _KEPT_FOR, _MOST_KEPT = 0.02, 60.0, 500
Counts = Mapping[tuple[str, str], int]
_kept: OrderedDict[tuple[object, ...], tuple[float, Counts]] = OrderedDict()
_NONE = Asked()


class _Option(NamedTuple):
    """One value of a filter: alone, and what it is added to."""

    name: str
    value: str
    alone: Asked
    base: Asked

    @property
    def asked(self) -> Asked:
        """The search with this value chosen."""
        chosen = {
            name: value for name, value in self.alone._asdict().items() if value != getattr(_NONE, name)
        }
        return self.base._replace(**chosen)


async def facets(
    asked: Asked, *, categories: Sequence[str], cities: Sequence[str], missing: int = 0
) -> Counts:
    """Counts by (filter, value), each at most one more than is counted; `price` goes by its range's number."""
    options = list(_options(asked._replace(sort=Sort.BEST), categories, cities))
    key = (*options, missing)
    if (kept := _kept.get(key)) and kept[0] > time.monotonic():
        return kept[1]
    begun = time.monotonic()
    signs = [sign for option in options for sign in (*option.asked.signs(), *option.asked.price_signs())]
    units, known = await understand(asked.words, signs)
    found: dict[tuple[str, str], int] = {}
    for base, several in groupby(sorted(options, key=lambda option: option.base), lambda option: option.base):
        found |= await _count(base, list(several), units, known, missing)
    if time.monotonic() - begun > _DEAR:
        _keep(key, found)
    return found


def _options(asked: Asked, categories: Sequence[str], cities: Sequence[str]) -> Iterator[_Option]:
    free = asked._replace(category="")
    for slug in categories:
        yield _Option("category", slug, _NONE._replace(category=slug), free)
    free = asked._replace(city="")
    for slug in cities:
        yield _Option("city", slug, _NONE._replace(city=slug), free)
    free = asked._replace(language="")
    for code in LANGUAGES:
        yield _Option("language", code, _NONE._replace(language=code), free)
    free = asked._replace(days=0)
    for days in DAYS:
        yield _Option("days", str(days), _NONE._replace(days=days), free)
    free = asked._replace(rating=0)
    for rating in RATINGS:
        yield _Option("rating", str(rating), _NONE._replace(rating=rating), free)
    free = asked._replace(price_least=0, price_most=0)
    for number, (least, most) in enumerate(PRICES):
        yield _Option("price", str(number), _NONE._replace(price_least=least, price_most=most), free)


async def _count(
    base: Asked, options: Sequence[_Option], units: Sequence[Unit], known: Mapping[str, int], missing: int
) -> dict[tuple[str, str], int]:
    """All options of one base: by the sample, then those that it left open one by one."""
    words = bool(units)
    matching = expected(base, units, known, missing)
    common = not words and matching > _COMMON
    # Several words, or several names of one, may stand in the same gigs: what they promise together is no promise.
    promised = matching if not words else matching / len(units[0].names) if len(units) == 1 else 0
    # What is rare is looked up by signs together.
    shape, values = await shape_of(base, words=not common)
    if shape is None:
        return {}
    query = {"q": combined(units, missing)} if words else {}
    statement = listing.sampled(shape, PRICES, words=words, common=common, most=_SAMPLE)
    borne = dict(map(tuple, await records(statement, {**values, **query})))
    every = borne[""]
    found: dict[tuple[str, str], int] = {}
    for option in options:
        sign = f"p{option.value}" if option.name == "price" else option.alone.signs()[0]
        count = borne.get(sign, 0)
        if every < _SAMPLE or count > MOST_COUNTED or (not count and sign not in known):
            # All are counted; or enough; or no gig bore this sign when they were counted last.
            found[option.name, option.value] = count
        elif count / every * promised > _SURELY:
            found[option.name, option.value] = MOST_COUNTED + 1
        else:
            found[option.name, option.value] = await _count_one(option.asked, query)
    return found


async def _count_one(asked: Asked, query: Mapping[str, Any]) -> int:
    shape, values = await shape_of(asked, words=True)
    if shape is None:
        return 0
    statement = listing.counted(shape, words=bool(query), most=MOST_COUNTED + 1)
    return int((await records(statement, {**values, **query}))[0][0])


def _keep(key: tuple[object, ...], found: Counts) -> None:
    _kept[key] = time.monotonic() + _KEPT_FOR, found
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
