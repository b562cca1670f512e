"""Pros as somebody asks for them, in the order of `pro_ranking`: one statement ranks a page, whatever is asked.

An index is walked from the best on and whoever isn't free is passed over, so a page reads the best steps of quality and
no more; those who aren't free follow, and are only looked for once nobody free is left. What a page begins with (the
visitor's order of the day and the hour) goes on with its cursor: pages that follow neither repeat nor miss anybody.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.discovery import pro_listing, pro_ranking
from twiza.kit import clock
from twiza.kit.i18n import language
from twiza.pros import hours
from twiza.pros.models import PricingType
from twiza.pros.slots import HORIZON

PAGE = 24
MOST_COUNTED = 1000
_A_MOMENT = timedelta(microseconds=1)
_PLACE = ("boosted", "standing", "shuffle", "pro_id")
# "As soon as possible" is one of the next hours of this many.
SOON = 12
_KEPT_FOR = 60.0
_counted: tuple[float, Mapping[tuple[UUID, UUID], int]] = (-_KEPT_FOR, {})


class ProsAsked(NamedTuple):
    """Empty means any; free within so many `hours` from `at`, `urgent` is soon, `price` is at most, in centimes."""

    city_id: UUID | None = None
    category_id: UUID | None = None
    neighbourhood_id: UUID | None = None
    at: datetime | None = None
    hours: int = 1
    urgent: bool = False
    rating: int = 0
    verified: bool = False
    price: int = 0


class ProPlace(NamedTuple):
    """Where the next page begins: after this pro, in the same order, seen from the same hour."""

    free: bool
    boosted: bool
    standing: int
    shuffle: int
    pro_id: UUID
    seed: int
    since: int


@dataclass(frozen=True, slots=True)
class ProCard:
    """A pro as lists show one: never a phone. Prices in centimes; `is_free` at the hour asked for, or this week."""

    id: UUID
    name: str
    initials: str
    avatar_url: str | None
    headline: str
    city: str
    city_slug: str
    category: str
    category_slug: str
    verified: bool
    premium: bool
    sponsored: bool
    urgent: bool
    rating: float | None
    reviews: int
    done: int
    price_from: int
    price_to: int
    is_fixed: bool
    call_out_fee: int | None
    is_free: bool
    next_free: datetime | None

    @property
    def url(self) -> str:
        return f"/pro/{self.id}"

    @property
    def skills(self) -> tuple[str, ...]:
        """What a person's card shows."""
        return (self.category,)


class ProPage(NamedTuple):
    """Some pros, and where the next ones begin."""

    pros: Sequence[ProCard]
    next: ProPlace | None


async def find(
    connection: AsyncConnection,
    asked: ProsAsked,
    viewer_seed: int,
    *,
    after: ProPlace | None = None,
    limit: int = PAGE,
) -> ProPage:
    """One page, the best first; those who aren't free at the hour asked for come last."""
    now = hours.hour_of(clock.now() - _A_MOMENT) + 1
    since = max(now, after.since if after else now)
    values: dict[str, Any] = {
        **_wanted(asked),
        **_window(asked, since),
        "soonest": since,
        "horizon": hours.hour_of(clock.now() + HORIZON) + 1,
        "seed": after.seed if after else viewer_seed,
    }
    if after:
        values |= {f"after_{name}": value for name, value in zip(_PLACE, after[1:5], strict=True)}
    shape = pro_listing.Shape(
        frozenset(_wanted(asked)),
        after="" if after is None else "free" if after.free else "rest",
        limit=limit + 1,
    )
    hits = (await connection.execute(pro_listing.page(shape), values)).all()
    place = _place(hits[limit - 1], values["seed"], since) if len(hits) > limit else None
    return ProPage(await _cards(connection, hits[:limit]), place)


async def count(connection: AsyncConnection, asked: ProsAsked) -> int:
    """How many there are, free or not, at most one more than is counted."""
    wanted = _wanted(asked)
    statement = pro_listing.counted(pro_listing.Shape(frozenset(wanted)), most=MOST_COUNTED + 1)
    return int((await connection.execute(statement, wanted)).scalar_one())


async def recommended(connection: AsyncConnection, count: int) -> Sequence[ProCard]:
    """Whom the home page recommends this week: the best who have a picture and a free hour, Premium twice as often."""
    values = {"first": (now := hours.hour_of(clock.now()) + 1), "last": now + pro_ranking.WITHIN}
    window = {**values, "soonest": now, "horizon": now + pro_ranking.WITHIN}
    best = (await connection.execute(pro_listing.best(), window)).all()
    ring = [(row.pro_id, row.standing >= pro_ranking.PREMIUM) for row in best]
    week = clock.local(clock.now()).date().toordinal() // 7
    chosen = pro_ranking.rotation(ring, week, count)
    if not chosen:
        return ()
    values = {"pros": chosen, "soonest": now, "horizon": hours.hour_of(clock.now() + HORIZON) + 1, "seed": 0}
    hits = (await connection.execute(pro_listing.named(), values)).all()
    return sorted(await _cards(connection, hits), key=lambda card: chosen.index(card.id))


async def how_many(connection: AsyncConnection) -> Mapping[tuple[UUID, UUID], int]:
    """How many pros each city has in each category, as it was at most a minute ago."""
    global _counted
    if time.monotonic() - _counted[0] > _KEPT_FOR:
        rows = (await connection.execute(pro_listing.trades())).all()
        _counted = time.monotonic(), {(row.city_id, row.category_id): row.pros for row in rows}
    return _counted[1]


def _wanted(asked: ProsAsked) -> dict[str, Any]:
    """The filters in use and their values; the hour is no filter, it decides the order."""
    said = {
        "city": asked.city_id,
        "category": asked.category_id,
        "neighbourhood": asked.neighbourhood_id,
        "rating": asked.rating,
        "price": asked.price,
        "verified": asked.verified,
        "urgent": asked.urgent,
    }
    return {name: value for name, value in said.items() if value}


def _window(asked: ProsAsked, since: int) -> dict[str, int]:
    """From which hour to before which one somebody must be free, and which hours of the day these are."""
    first = since if asked.at is None else hours.hour_of(asked.at)
    many = asked.hours if asked.at is not None else SOON if asked.urgent else pro_ranking.WITHIN
    of_day = {(first + ahead) % 24 for ahead in range(min(many, 24))}
    return {"first": first, "last": first + many, "day_hours": sum(1 << (23 - hour) for hour in of_day)}


def _place(row: Row[Any], seed: int, since: int) -> ProPlace:
    return ProPlace(row.is_free, row.boosted, row.standing, row.shuffle, row.pro_id, seed, since)


async def _cards(connection: AsyncConnection, hits: Sequence[Row[Any]]) -> list[ProCard]:
    """What the cards of these show, in their order."""
    wanted = {"pros": [hit.pro_id for hit in hits], "categories": [hit.category_id for hit in hits]}
    rows = (await connection.execute(pro_listing.cards(language.get()), wanted)).all() if hits else ()
    known = {row.pro_id: row for row in rows}
    return [_card(hit, known[hit.pro_id]) for hit in hits if hit.pro_id in known]


def _card(hit: Row[Any], row: Row[Any]) -> ProCard:
    fixed = row.pricing_type is PricingType.FIXED
    return ProCard(
        id=hit.pro_id,
        name=f"{row.first_name} {row.last_name[:1]}." if row.last_name else row.first_name,
        initials=(row.first_name[:1] + row.last_name[:1]).upper(),
        avatar_url=avatar_url(row.avatar),
        headline=masked(row.headline or ""),
        city=row.city,
        city_slug=row.city_slug,
        category=row.category,
        category_slug=row.category_slug,
        verified=row.identity_verified_at is not None,
        premium=hit.standing >= pro_ranking.PREMIUM,
        sponsored=hit.boosted,
        urgent=row.takes_urgent,
        rating=row.rating_sum / row.rating_count if row.rating_count else None,
        reviews=row.rating_count or 0,
        done=row.done or 0,
        price_from=row.fixed_price if fixed else row.min_price,
        price_to=row.fixed_price if fixed else row.max_price,
        is_fixed=fixed,
        call_out_fee=row.call_out_fee,
        is_free=hit.is_free,
        next_free=hours.moment_of(hit.next_free) if hit.next_free is not None else None,
    )
