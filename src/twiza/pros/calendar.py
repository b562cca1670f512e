"""The bits of a pro's calendar: which hours are open, rebuilt whenever something behind them changes."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import BitString
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.pros import hours
from twiza.pros.models import (
    CALENDAR_HOURS,
    AvailabilityException,
    ExceptionReason,
    ProCalendar,
    Timetable,
    WeeklyHours,
)


async def rebuild(session: AsyncSession, pro_id: UUID) -> ProCalendar:
    """Open bits from today on, held bits kept at their hours; whoever calls holds the profile."""
    await session.flush()
    base = hours.base_at(clock.now())
    week, timetables = await schedule(session, pro_id)
    opened = hours.open_hours(week, timetables, await _apart(session, pro_id, base), base, CALENDAR_HOURS)
    calendar = await session.get(ProCalendar, pro_id, populate_existing=True)
    if calendar is None:
        calendar = ProCalendar(pro_id=pro_id, base_hour=base, open=bits(opened), locked=bits(0))
        session.add(calendar)
    else:
        calendar.locked = bits(hours.shifted(number(calendar.locked), calendar.base_hour, base))
        calendar.base_hour, calendar.open = base, bits(opened)
    await session.flush()
    return calendar


async def schedule(session: AsyncSession, pro_id: UUID) -> tuple[hours.Week, Sequence[hours.Season]]:
    """The week that repeats, and the timetables that replace it."""
    in_order = (WeeklyHours.day_of_week, WeeklyHours.start_min)
    rows = await session.scalars(select(WeeklyHours).where(WeeklyHours.pro_id == pro_id).order_by(*in_order))
    weeks: dict[UUID | None, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        weeks[row.timetable_id][row.day_of_week].append((row.start_min, row.end_min))
    timetables = await session.scalars(select(Timetable).where(Timetable.pro_id == pro_id))
    seasons = [hours.Season(one.starts_on, one.ends_on, weeks[one.id]) for one in timetables]
    return weeks[None], seasons


def bits(value: int) -> BitString:
    """As the column holds them."""
    return BitString.from_int(value, CALENDAR_HOURS)


def number(held: str) -> int:
    """As they are reckoned with."""
    return int(held, 2)


async def _apart(session: AsyncSession, pro_id: UUID, base: int) -> list[hours.Apart]:
    one = AvailabilityException
    ahead = (one.pro_id == pro_id, one.end_at > hours.moment_of(base))
    found = await session.execute(select(one.start_at, one.end_at, one.reason).where(*ahead))
    return [
        hours.Apart(start_at, end_at, reason is not ExceptionReason.MANUAL_OPEN)
        for start_at, end_at, reason in found
    ]
