"""The pros of the demo world: five of each trade in each of three cities, their prices, hours, places and badges."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.demo.calendar import day, named
from twiza.demo.people import PEOPLE, PRO, Somebody
from twiza.demo.trades import trades
from twiza.kit.money import Centimes
from twiza.pros import calendar
from twiza.pros.models import (
    Neighbourhood,
    PricingType,
    ProNeighbourhood,
    ProProfile,
    ProService,
    WeeklyHours,
)

# Days from Sunday on, and the hours of each: with a break, straight through, or evenings and weekends.
_WEEKS: Sequence[tuple[Sequence[int], Sequence[tuple[int, int]]]] = (
    (range(1, 7), ((8, 12), (14, 19))),
    (range(1, 6), ((9, 17),)),
    (range(1, 7), ((7, 13), (15, 18))),
    ((0, 1, 2, 3, 4, 6), ((10, 14), (16, 21))),
)
_FEES = (None, None, 50_00, 80_00, 100_00)
_PREMIUM, _BOOSTED, _URGENT = 11, 17, 3


def all_pros() -> Iterator[tuple[int, Somebody]]:
    yield from enumerate(one for one in PEOPLE if one.hat is PRO)


async def open_shops(
    session: AsyncSession, categories: Mapping[str, UUID], cities: Mapping[str, UUID]
) -> None:
    """Profiles in a few statements; then the bits of their hours, one calendar after the other."""
    there = set(await session.scalars(select(ProProfile.account_id)))
    districts = await _districts(session)
    rows: dict[Any, list[dict[str, Any]]] = {
        ProProfile: [], ProService: [], WeeklyHours: [], ProNeighbourhood: []
    }  # fmt: skip
    for number, somebody in all_pros():
        if named(somebody.login) not in there:
            chance = random.Random(somebody.login)  # noqa: S311  no secret is drawn from it
            _open(
                rows, number, somebody, categories, cities, districts.get(cities[somebody.city], ()), chance
            )
    for table, values in rows.items():
        if values:
            await session.execute(insert(table), values)
    for row in rows[ProProfile]:
        await calendar.rebuild(session, row["account_id"])


async def _districts(session: AsyncSession) -> Mapping[UUID, Sequence[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for one in await session.scalars(
        select(Neighbourhood).order_by(Neighbourhood.city_id, Neighbourhood.slug)
    ):
        found.setdefault(one.city_id, []).append(one.id)
    return found


def _open(  # noqa: PLR0917  one shop, with all that it stands on
    rows: dict[Any, list[dict[str, Any]]],
    number: int,
    somebody: Somebody,
    categories: Mapping[str, UUID],
    cities: Mapping[str, UUID],
    districts: Sequence[UUID],
    chance: random.Random,
) -> None:
    account = named(somebody.login)
    rows[ProProfile].append(
        {
            "account_id": account,
            "city_id": cities[somebody.city],
            "whatsapp": f"+21269901{number:04}",
            "bio": somebody.bio,
            "min_notice_hours": chance.choice((1, 2, 3, 6)),
            "takes_urgent": number % _URGENT == 0,
            "call_out_fee": chance.choice(_FEES),
            "premium_until": day(-60) if number % _PREMIUM == 4 else None,
            "created_at": day(200),
        }
    )
    _, low, high = trades()[somebody.category].heading
    least = (int(low) + 10 * chance.randint(0, 8)) * 100
    most = (int(high) + 10 * chance.randint(-5, 10)) * 100
    fixed = chance.random() < 0.25
    rows[ProService].append(
        {
            "id": named("service", somebody.login),
            "pro_id": account,
            "category_id": categories[somebody.category],
            "pricing_type": PricingType.FIXED if fixed else PricingType.RANGE,
            "fixed_price": Centimes(least) if fixed else None,
            "min_price": None if fixed else Centimes(least),
            "max_price": None if fixed else Centimes(max(most, least)),
            "boosted_until": day(-5) if number % _BOOSTED == 9 else None,
            "created_at": day(200),
        }
    )
    days, hours = _WEEKS[number % len(_WEEKS)]
    rows[WeeklyHours] += [
        {
            "id": named("hours", somebody.login, weekday, start),
            "pro_id": account,
            "timetable_id": None,
            "day_of_week": weekday,
            "start_min": start * 60,
            "end_min": end * 60,
        }
        for weekday in days
        for start, end in hours
    ]
    if districts and chance.random() < 0.5:
        rows[ProNeighbourhood] += [
            {"pro_id": account, "neighbourhood_id": one}
            for one in chance.sample(list(districts), min(6, len(districts)))
        ]
