"""Hours as bits: which whole hours a week, its timetables and its exceptions leave open.

An hour is counted from 1970 in UTC. In a bitmap of so many hours the leftmost bit is the first hour. A slot is an hour
whose wall-clock hour lies whole inside an interval; what is closed apart from the week beats what is opened.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from twiza.kit import clock
from twiza.pros.models import CALENDAR_HOURS

# Day of the week (0 is Sunday) → intervals in minutes from midnight, the end left out.
Week = Mapping[int, Sequence[tuple[int, int]]]
MINUTES_A_DAY = 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)


class Season(NamedTuple):
    """Weekly hours that replace the week's from one day to another, both included."""

    starts_on: date
    ends_on: date
    week: Week


class Apart(NamedTuple):
    """Hours closed or opened apart from the week."""

    start_at: datetime
    end_at: datetime
    closes: bool


class _Day(NamedTuple):
    """A local day: its place in the week, and of each hour where it begins and its bit."""

    on: date
    day_of_week: int
    hours: tuple[tuple[int, int], ...]


def hour_of(moment: datetime) -> int:
    """The hour that this moment lies in."""
    return (moment - _EPOCH) // _HOUR


def moment_of(hour: int) -> datetime:
    """When this hour begins."""
    return _EPOCH + hour * _HOUR


def first_whole(moment: datetime) -> int:
    """The first hour that begins at this moment or later."""
    return -((_EPOCH - moment) // _HOUR)


def is_on_the_hour(moment: datetime) -> bool:
    return moment_of(hour_of(moment)) == moment


def base_at(now: datetime) -> int:
    """The first hour of a calendar kept now: yesterday's first, so that a day's calendars begin together."""
    return hour_of(now) // 24 * 24 - 24


def midnight_of(day: date) -> datetime:
    """When this day begins for people in Morocco."""
    return datetime.combine(day, time(), clock.CASABLANCA).astimezone(UTC)


def midnight_after(moment: datetime) -> datetime:
    """When the local day of this moment ends."""
    return midnight_of(clock.local(moment).date() + timedelta(days=1))


def span(first: int, after: int, count: int) -> int:
    """The bits of the places from `first` up to `after`, of so many; what lies outside is left out."""
    first, after = max(first, 0), min(after, count)
    return 0 if first >= after else ((1 << (after - first)) - 1) << (count - after)


def open_hours(
    week: Week, timetables: Sequence[Season], exceptions: Sequence[Apart], first_hour: int, count: int
) -> int:
    """The open hours among `count` from `first_hour` on."""
    opened = 0
    for day in _days(first_hour, count):
        for start, end in _on(day, week, timetables):
            for minute, bit in day.hours:
                if start <= minute and minute + 60 <= end:
                    opened |= bit
    for apart in exceptions:
        if not apart.closes:
            opened |= span(
                first_whole(apart.start_at) - first_hour, hour_of(apart.end_at) - first_hour, count
            )
    for apart in exceptions:
        if apart.closes:
            touched = span(
                hour_of(apart.start_at) - first_hour, first_whole(apart.end_at) - first_hour, count
            )
            opened &= ~touched
    return opened


def whole_hours(start_at: datetime, end_at: datetime) -> int:
    """How many whole hours lie between the two."""
    return max(0, hour_of(end_at) - first_whole(start_at))


def shifted(bits: int, base: int, new_base: int) -> int:
    """The bits of a calendar as one that begins at another hour holds them."""
    moved = bits << (new_base - base) if new_base >= base else bits >> (base - new_base)
    return moved & ((1 << CALENDAR_HOURS) - 1)


def _on(day: _Day, week: Week, timetables: Sequence[Season]) -> Sequence[tuple[int, int]]:
    for season in timetables:
        if season.starts_on <= day.on <= season.ends_on:
            return season.week.get(day.day_of_week, ())
    return week.get(day.day_of_week, ())


@lru_cache(maxsize=8)
def _days(first_hour: int, count: int) -> tuple[_Day, ...]:
    """The local days of these hours; all calendars of a day share them."""
    days: dict[date, list[tuple[int, int]]] = {}
    for place in range(count):
        local = clock.local(moment_of(first_hour + place))
        days.setdefault(local.date(), []).append((local.hour * 60 + local.minute, 1 << (count - 1 - place)))
    return tuple(_Day(on, on.isoweekday() % 7, tuple(hours)) for on, hours in days.items())
