"""The form of a week: read into intervals, and filled from what is stored or was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twiza.kit.i18n import gettext as _
from twiza.pros.weeks import MOST_A_DAY
from twiza.web.pro.words import DAYS, Interval, day_name

Typed = Mapping[str, str]
Week = Mapping[int, Sequence[Interval]]
# How many empty rows a day offers beyond those it has.
SPARE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """From, until, and whether it was crossed out."""

    name: str
    start: int | None
    end: int | None
    dropped: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the form: rows that say something, some to write more, what is wrong with them."""

    number: int
    name: str
    rows: Sequence[Row]
    spare: Sequence[Row]
    error: str


def read(said: Typed) -> tuple[dict[int, list[Interval]], dict[str, str]]:
    """The week that was typed without the rows that were crossed out, and the days with half a row."""
    week: dict[int, list[Interval]] = {}
    faults: dict[str, str] = {}
    for day in DAYS:
        for row in _rows(said, day):
            if row.dropped or (row.start is None and row.end is None):
                continue
            if row.start is None or row.end is None:
                faults[f"day_{day}"] = _("Say from when and until when.")
            else:
                week.setdefault(day, []).append((row.start, row.end))
    return week, faults


def filled(week: Week) -> dict[str, str]:
    """The fields as they are stored."""
    values: dict[str, str] = {}
    for day in DAYS:
        for place, (start, end) in enumerate(week.get(day, ())):
            values |= {f"d{day}-{place}-from": str(start), f"d{day}-{place}-to": str(end)}
    return values


def days(said: Typed, faults: Mapping[str, str]) -> list[Day]:
    """What the page shows."""
    return [_day(said, day, faults.get(f"day_{day}", "")) for day in DAYS]


def length(week: Week) -> int:
    """So many whole hours a week, each of them a slot."""
    return sum(end // 60 - -(-start // 60) for intervals in week.values() for start, end in intervals)


def _day(said: Typed, day: int, error: str) -> Day:
    rows = _rows(said, day)
    used = [row for row in rows if row.start is not None or row.end is not None]
    return Day(day, day_name(day), used, [row for row in rows if row not in used][:SPARE], error)


def _rows(said: Typed, day: int) -> list[Row]:
    return [
        Row(
            name,
            _minute(said.get(f"{name}-from", "")),
            _minute(said.get(f"{name}-to", "")),
            f"{name}-off" in said,
        )
        for name in (f"d{day}-{place}" for place in range(MOST_A_DAY))
    ]


def _minute(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
