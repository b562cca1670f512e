"""The free hours of seven days as a table: a column a day, a row an hour, each free one with an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.kit import clock
from twiza.kit.i18n import babel_locale, format_date
from twiza.pros import slots
from twiza.pros.slots import HORIZON, DayOfSlots
from twiza.web.templates import query, url

DAYS = 7


@dataclass(frozen=True, slots=True)
class Slot:
    """A free hour: its time, its day for those who hear it, and where it is asked for."""

    text: str
    day: str
    href: str


@dataclass(frozen=True, slots=True)
class Day:
    short: str
    number: int
    label: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `first` on; rows hold a slot or nothing for each day; `before` and `after` are other weeks."""

    first: date
    days: Sequence[Day]
    rows: Sequence[Sequence[Slot | None]]
    before: str
    after: str
    next_free: datetime | None
    next_href: str

    @property
    def has_free(self) -> bool:
        return bool(self.rows)


async def week(connection: AsyncConnection, pro_id: UUID, wanted: str, path: str, category: str = "") -> Week:
    """The week asked for, within the horizon; without one from the next free hour on."""
    now = clock.now()
    today = clock.local(now).date()
    last = clock.local(now + HORIZON).date()
    free_from = await slots.next_free(connection, pro_id, now)
    first = _first(wanted, today, last)
    if first is None:
        first = clock.local(free_from).date() if free_from else today
    found = await slots.week_of_slots(connection, pro_id, first, DAYS, now)
    earlier, later = first - timedelta(days=DAYS), first + timedelta(days=DAYS)
    return Week(
        first=first,
        days=[_day(day) for day in found],
        rows=_rows(found, pro_id, category),
        before=_page(path, max(earlier, today), category) if first > today else "",
        after=_page(path, later, category) if later <= last else "",
        next_free=free_from,
        next_href=_request(pro_id, free_from, category) if free_from else "",
    )


def _first(wanted: str, today: date, last: date) -> date | None:
    try:
        first = date.fromisoformat(wanted)
    except ValueError:
        return None
    return first if today <= first <= last else None


def _rows(found: Sequence[DayOfSlots], pro_id: UUID, category: str) -> list[list[Slot | None]]:
    """One for each hour of the clock that any of the days has free."""
    by_day = [{clock.local(moment).hour: moment for moment in day.free} for day in found]
    return [
        [_slot(day[hour], pro_id, category) if hour in day else None for day in by_day]
        for hour in sorted({hour for day in by_day for hour in day})
    ]


def _slot(moment: datetime, pro_id: UUID, category: str) -> Slot:
    time = format_date(moment, "time")
    return Slot(time, format_date(moment, "day"), _request(pro_id, moment, category))


def _request(pro_id: UUID, moment: datetime, category: str) -> str:
    at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return url(query("/client/bookings/new", pro=pro_id, category=category, at=at))


def _page(path: str, first: date, category: str) -> str:
    return url(query(path, category=category, week=first.isoformat()))


def _day(day: DayOfSlots) -> Day:
    names = babel_locale().days["format"]["abbreviated"]
    return Day(names[day.on.weekday()], day.on.day, format_date(day.on, "day"), not day.free)
