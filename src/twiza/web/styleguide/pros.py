"""Pros and their free hours as the style guide shows them."""

from dataclasses import replace
from datetime import datetime, timedelta

from twiza.discovery.pro_search import ProCard
from twiza.kit import clock, ids
from twiza.kit.i18n import format_date
from twiza.web.assets import asset
from twiza.web.pros.week import Day, Slot, Week

_HERE = "/styleguide/pros"
_DAYS = 7
# Hours of the clock by day from tomorrow on; the fifth day is closed.
_FREE = ((9, 12, 14), (10, 14, 15), (11, 12), (9, 10, 14, 16), (), (10, 15), (9, 16))


def cards() -> list[ProCard]:
    """One with everything, one that has just begun, one with no hour left."""
    hassan = ProCard(
        id=ids.new(),
        name="Hassan B.",
        initials="HB",
        avatar_url=asset("art/av/hassan.webp"),
        headline="Leaks, water heaters, bathrooms: clean work, and a price before I begin",
        city="Casablanca",
        city_slug="casablanca",
        category="Plumbing",
        category_slug="plomberie",
        verified=True,
        premium=True,
        sponsored=True,
        urgent=True,
        rating=4.9,
        reviews=186,
        done=312,
        price_from=15000,
        price_to=40000,
        is_fixed=False,
        call_out_fee=10000,
        is_free=True,
        next_free=_at(0, 9),
    )
    plain = replace(hassan, premium=False, sponsored=False, urgent=False, rating=None, reviews=0, done=0)
    imane = replace(
        plain,
        id=ids.new(),
        name="Imane T.",
        avatar_url=asset("art/av/imane.webp"),
        category="Painting",
        price_to=15000,
        is_fixed=True,
        call_out_fee=0,
        is_free=False,
        next_free=_at(9, 10),
    )
    omar = replace(
        plain, id=ids.new(), name="Omar S.", initials="OS", avatar_url=None, verified=False, next_free=None
    )
    return [hassan, imane, omar]


def week(*, is_full: bool = False) -> Week:
    """Seven days from tomorrow on, with an hour here and there, or with none."""
    days = [_at(day, 0) for day in range(_DAYS)]
    rows = [
        [_slot(day, hour) if hour in _FREE[day] else None for day in range(_DAYS)]
        for hour in sorted({hour for day in _FREE for hour in day})
    ]
    return Week(
        first=days[0].date(),
        days=[_day(at, is_closed=is_full or not _FREE[n]) for n, at in enumerate(days)],
        rows=[] if is_full else rows,
        before="",
        after="" if is_full else _HERE,
        next_free=None,
        next_href="",
    )


def _slot(day: int, hour: int) -> Slot:
    at = _at(day, hour)
    return Slot(format_date(at, "time"), format_date(at, "day"), _HERE)


def _day(at: datetime, *, is_closed: bool) -> Day:
    return Day(format_date(at, "day").split()[0][:4], at.day, format_date(at, "day"), is_closed)


def _at(day: int, hour: int) -> datetime:
    today = clock.local(clock.now()).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + timedelta(days=day + 1)
