"""The bits of a pro's calendar: which hours are open, rebuilt whenever something behind them changes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Table, Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import BitString, insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock, direct
from twiza.pros import hours
from twiza.pros.models import (
    CALENDAR_HOURS,
    AvailabilityException,
    ExceptionReason,
    ProCalendar,
    Timetable,
    WeeklyHours,
)

_PRO = bindparam("pro", type_=Uuid)
_WEEKS = (
    select(WeeklyHours.timetable_id, WeeklyHours.day_of_week, WeeklyHours.start_min, WeeklyHours.end_min)
    .where(WeeklyHours.pro_id == _PRO)
    .order_by(WeeklyHours.day_of_week, WeeklyHours.start_min)
)
_SEASONS = select(Timetable.id, Timetable.starts_on, Timetable.ends_on).where(Timetable.pro_id == _PRO)
_APART = select(
    AvailabilityException.start_at, AvailabilityException.end_at, AvailabilityException.reason
).where(
    AvailabilityException.pro_id == _PRO,
    AvailabilityException.end_at > bindparam("since", type_=AvailabilityException.end_at.type),
)
_HELD = select(ProCalendar.base_hour, ProCalendar.locked).where(ProCalendar.pro_id == _PRO)
_COLUMNS = ("pro_id", "base_hour", "open", "locked")
_ROW = insert(cast("Table", ProCalendar.__table__)).values({name: bindparam(name) for name in _COLUMNS})
_WRITE = _ROW.on_conflict_do_update(
    index_elements=["pro_id"], set_={name: _ROW.excluded[name] for name in _COLUMNS[1:]}
)


async def rebuild(session: AsyncSession, pro_id: UUID) -> None:
    """Open bits from today on, held bits kept at their hours; whoever calls holds the profile."""
    base = hours.base_at(clock.now())
    week, timetables = await _schedule(session, pro_id)
    opened = hours.open_hours(week, timetables, await _apart(session, pro_id, base), base, CALENDAR_HOURS)
    was = await direct.row(session, _HELD, {"pro": pro_id})
    locked = hours.shifted(number(was.locked), was.base_hour, base) if was else 0
    row = {"pro_id": pro_id, "base_hour": base, "open": bits(opened), "locked": bits(locked)}
    await direct.rows(session, _WRITE, row)


async def _schedule(session: AsyncSession, pro_id: UUID) -> tuple[hours.Week, Sequence[hours.Season]]:
    """The week that repeats, and the timetables that replace it."""
    weeks: dict[UUID | None, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for row in await direct.rows(session, _WEEKS, {"pro": pro_id}):
        weeks[row.timetable_id][row.day_of_week].append((row.start_min, row.end_min))
    timetables = await direct.rows(session, _SEASONS, {"pro": pro_id})
    seasons = [hours.Season(one.starts_on, one.ends_on, weeks[one.id]) for one in timetables]
    return weeks[None], seasons


async def _apart(session: AsyncSession, pro_id: UUID, base: int) -> list[hours.Apart]:
    found = await direct.rows(session, _APART, {"pro": pro_id, "since": hours.moment_of(base)})
    return [
        hours.Apart(start_at, end_at, reason is not ExceptionReason.MANUAL_OPEN)
        for start_at, end_at, reason in found
    ]


def bits(value: int) -> BitString:
    """As the column holds them."""
    return BitString.from_int(value, CALENDAR_HOURS)


def number(held: str) -> int:
    """As they are reckoned with."""
    return int(held, 2)
