"""Gigs as somebody asks for them: by words of any language, by category, by price and the rest.

Rare words are collected from the index and ranked. For words that many gigs bear, only gigs of the best tiers of
quality are, and tier after tier is opened until there are enough; so a search costs about the same among a million gigs
as among ten thousand. When too few bear all the words, one of them may be missing, then two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import prod
from types import SimpleNamespace
from typing import Any, NamedTuple, cast
from uuid import UUID

import asyncpg

from twiza.discovery import listing, ranking, vocabulary
from twiza.discovery.asked import Asked, Sort
from twiza.discovery.levels import level_of
from twiza.discovery.listing import Shape
from twiza.discovery.understanding import Unit, at_most, combined, understand
from twiza.gigs import cards
from twiza.gigs.cards import GigCard
from twiza.kit.i18n import language
from twiza.kit.records import records

# A tier is narrow enough when so many of its gigs may match, and wide enough when so many do.
_WANTED, _ENOUGH = 400, 60
# With fewer results than this, gigs that lack one of the words are shown too.
_FEW = 8
MOST_COUNTED = 1000


class Place(NamedTuple):
    """Where the next page begins: after this gig, read in the same way."""

    key: int | datetime
    gig_id: UUID
    tier: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results and what was made of the words."""

    rows: Sequence[asyncpg.Record]
    next: Place | None
    units: Sequence[Unit] = ()
    missing: int = 0

    @property
    def cards(self) -> list[GigCard]:
        """The gigs as lists show them."""
        return [cards.card(cast("Any", SimpleNamespace(**row))) for row in self.rows]

    @property
    def guessed(self) -> tuple[str, ...]:
        """What mistyped words were taken for."""
        return tuple(unit.instead for unit in self.units if unit.instead)


async def search_gigs(asked: Asked, *, after: Place | None = None, limit: int) -> Found:
    """One page; rows added meanwhile neither repeat nor hide any on the pages that follow."""
    units, known = (
        await understand(asked.words, asked.signs() + asked.price_signs()) if asked.words else ((), {})
    )
    if not units:
        return await _browse(asked, after, limit)
    search = _Search(asked, units, known, limit)
    if after:
        return await search.read(after.tier, after.missing, after)
    return await search.first()


async def count_gigs(asked: Asked, *, missing: int = 0) -> int:
    """How many there are, at most one more than is counted."""
    units, _ = await understand(asked.words) if asked.words else ((), {})
    shape, values = await shape_of(asked, words=bool(units))
    if shape is None:
        return 0
    if units:
        values["q"] = combined(units, missing)
    statement = listing.counted(shape._replace(sort=Sort.BEST), words=bool(units), most=MOST_COUNTED + 1)
    return (await records(statement, values))[0][0]


@dataclass(frozen=True, slots=True)
class _Search:
    """One search by words, while it is answered."""

    asked: Asked
    units: Sequence[Unit]
    known: Mapping[str, int]
    limit: int

    async def first(self) -> Found:
        """With all the words; without one of them, without two, while there are only few results."""
        found = Found((), None, self.units)
        for missing in range(len(self.units)):
            better = await self._with(missing)
            if len(better.rows) > len(found.rows):
                found = better
            if len(found.rows) >= _FEW or (found.rows and missing >= len(self.units) // 2):
                break
        return found

    async def _with(self, missing: int) -> Found:
        if self.asked.sort is not Sort.BEST:
            return await self.read(0, missing, None)
        tier = self._tier(expected(self.asked, self.units, self.known, missing))
        while True:
            found = await self.read(tier, missing, None)
            count = found.rows[0]["found"] if found.rows else 0
            if tier == 0 or count >= _ENOUGH:
                return found
            # What this tier holds tells how many there are in all.
            tier = self._tier(count / self._share(tier), below=tier)

    async def read(self, tier: int, missing: int, after: Place | None) -> Found:
        """One page of those that bear all the words but so many, from this tier upwards."""
        shape, values = await shape_of(self.asked, words=True, tier=tier)
        if shape is None:
            return Found((), None, self.units)
        values["q"] = combined(self.units, missing)
        shape = shape._replace(limit=self.limit + 1, after=after is not None)
        if after:
            values |= {"after_key": after.key, "after_id": after.gig_id}
        code = language.get()
        if self.asked.sort is Sort.BEST:
            statement = listing.ranked(shape, len(self.units), code, whole=missing == 0)
            values |= _weighed(self.units, whole=missing == 0)
        elif await self._are_many(shape, values):
            statement = listing.walked(shape, code)
        else:
            statement = listing.collected(shape, code)
        return _found(await records(statement, values), self.limit, self.units, tier, missing)

    async def _are_many(self, shape: Shape, values: Mapping[str, Any]) -> bool:
        most = listing.MOST_CANDIDATES + 1
        statement = listing.counted(
            shape._replace(sort=Sort.BEST, after=False, limit=0), words=True, most=most
        )
        return (await records(statement, values))[0][0] == most

    def _tier(self, expected: float, *, below: int = len(ranking.TIERS) + 1) -> int:
        """The narrowest tier in which enough gigs may match; 0 is all of them."""
        if expected <= listing.MOST_CANDIDATES:
            return 0
        return next((tier for tier in range(below - 1, 0, -1) if expected * self._share(tier) >= _WANTED), 0)

    def _share(self, tier: int) -> float:
        """Which part of all gigs stands in this tier or above."""
        return self.known.get(f"q:{tier}", 0) / max(self.known.get(vocabulary.ALL, 0), 1)


def expected(asked: Asked, units: Sequence[Unit], known: Mapping[str, int], missing: int) -> float:
    """How many gigs may match, going by counts; what filters ask for is spread evenly, but for categories."""
    total = known.get(vocabulary.ALL, 0)
    parts = [known.get(sign, 0) / max(total, 1) for sign in asked.signs(category=False)]
    if prices := asked.price_signs():
        parts.append(sum(known.get(sign, 0) for sign in prices) / max(total, 1))
    if not units:
        return known.get(f"c:{asked.category}", 0 if asked.category else total) * prod(parts)
    most = at_most(units, missing, known)
    # Several words stand together less often than the rarest of them, a little more often than by chance: whoever
    # takes them for commoner than they are begins too narrow, and searches twice.
    chance = prod(at_most([unit], 0, known) / max(total, 1) for unit in units) * total
    return ((most * chance**3) ** 0.25 if len(units) > 1 and not missing else most) * prod(parts)


async def _browse(asked: Asked, after: Place | None, limit: int) -> Found:
    shape, values = await shape_of(asked)
    if shape is None:
        return Found((), None)
    if after:
        values |= {"after_key": after.key, "after_id": after.gig_id}
    shape = shape._replace(limit=limit + 1, after=after is not None)
    return _found(await records(listing.browsed(shape, language.get()), values), limit, (), 0, 0)


def _found(
    found: Sequence[asyncpg.Record], limit: int, units: Sequence[Unit], tier: int, missing: int
) -> Found:
    place = None
    if len(found) > limit:
        last = found[limit - 1]
        place = Place(last["key"], last["id"], tier, missing)
    return Found(found[:limit], place, units, missing)


async def shape_of(
    asked: Asked, *, words: bool = False, tier: int = 0
) -> tuple[Shape | None, dict[str, Any]]:
    """The statement's shape and the values bound into it; nothing when the category doesn't exist."""
    values: dict[str, Any] = {}
    level = ""
    if asked.category:
        level, category_id = await level_of(asked.category)
        if not level:
            return None, {}
        # Words are looked up together with signs; without words a category is the beginning of an index.
        if words:
            level = ""
        else:
            values["category"] = category_id
    signs = asked.signs(category=words) + ([f"q:{tier}"] if tier else [])
    if signs:
        values["signs"] = signs
    compared = {"least": asked.price_least, "most": asked.price_most, "days": asked.days}
    used = {name: value for name, value in compared.items() if value}
    # Without words rows are read in order, where comparing is as quick as looking for a sign.
    prices = asked.price_signs() if words else []
    if prices:
        values["prices"] = prices
    shape = Shape(asked.sort, level, bool(signs), bool(prices), **dict.fromkeys(used, True))
    values |= used
    return shape, values


def _weighed(units: Sequence[Unit], *, whole: bool) -> dict[str, str]:
    """Each unit as the formula looks for it: in the title, in the tags, in the category's name, anywhere."""
    values: dict[str, str] = {}
    for number, unit in enumerate(units):
        values |= {
            f"typed{number}": unit.query_typed("A"),
            f"title{number}": unit.query("A"),
            f"tags{number}": unit.query("C"),
            f"category{number}": unit.query("B"),
        }
        if not whole:
            values[f"anywhere{number}"] = unit.query()
    return values
