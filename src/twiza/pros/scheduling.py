"""A pro's hours: the week that repeats, and timetables that replace it for some dates.

What is confirmed stands whatever the hours become: only what may still be asked for changes.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles import texts
from twiza.pros import calendar, locking, weeks
from twiza.pros.events import ScheduleChanged
from twiza.pros.hours import Week
from twiza.pros.models import Timetable, WeeklyHours

LONGEST_NAME = 60
MOST_TIMETABLES = 12
LONGEST_SEASON = 92
FURTHEST = 400
NAME_TOO_LONG = N_("Use at most {most} characters for the name.")
LAST_DAY_FIRST = N_("The last day can’t be before the first.")
OVER = N_("These dates are over.")
TOO_LONG = N_("A timetable covers at most {days} days.")
TOO_FAR = N_("Choose dates within the next {ahead} days.")
DATES_TAKEN = N_("Another timetable covers some of these dates already.")
TOO_MANY = N_("That is as many timetables as there may be: {timetables}.")


async def set_week(session: AsyncSession, account_id: UUID, intervals: weeks.Intervals) -> None:
    """These are the hours of every week from now on; days that aren't named are closed."""
    await locking.hold_own(session, account_id)
    await _replace(session, account_id, None, weeks.read(intervals))
    await _settle(session, account_id)


async def set_timetable(
    session: AsyncSession,
    account_id: UUID,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    intervals: weeks.Intervals,
    timetable_id: UUID | None = None,
) -> Timetable:
    """Other hours from one day to another, both included: a new timetable, or one in place of what it said."""
    await locking.hold_own(session, account_id)
    timetable = await _own(session, timetable_id, account_id) if timetable_id else None
    said = texts.line(name)
    others = [one for one in await timetables(session, account_id) if one is not timetable]
    faults = _faults(said, starts_on, ends_on, others)
    if faults:
        raise Invalid(
            faults, most=LONGEST_NAME, days=LONGEST_SEASON, ahead=FURTHEST, timetables=MOST_TIMETABLES
        )
    week = weeks.read(intervals)
    if timetable is None:
        timetable = Timetable(pro_id=account_id)
        session.add(timetable)
    timetable.name, timetable.starts_on, timetable.ends_on = said, starts_on, ends_on
    await session.flush()
    await _replace(session, account_id, timetable.id, week)
    await _settle(session, account_id)
    return timetable


async def remove_timetable(session: AsyncSession, timetable_id: UUID, *, by: UUID) -> None:
    """The week holds again on its dates."""
    await locking.hold_own(session, by)
    await session.delete(await _own(session, timetable_id, by))
    await _settle(session, by)


async def timetables(session: AsyncSession, account_id: UUID) -> list[Timetable]:
    """Those that aren't over, the next first."""
    today = clock.local(clock.now()).date()
    ahead = (Timetable.pro_id == account_id, Timetable.ends_on >= today)
    return list(await session.scalars(select(Timetable).where(*ahead).order_by(Timetable.starts_on)))


async def week_of(session: AsyncSession, account_id: UUID, timetable_id: UUID | None = None) -> Week:
    """The intervals of the week, or of one timetable."""
    whose = (WeeklyHours.pro_id == account_id, WeeklyHours.timetable_id.is_not_distinct_from(timetable_id))
    rows = select(WeeklyHours).where(*whose).order_by(WeeklyHours.day_of_week, WeeklyHours.start_min)
    found: dict[int, list[tuple[int, int]]] = {}
    for row in await session.scalars(rows):
        found.setdefault(row.day_of_week, []).append((row.start_min, row.end_min))
    return found


def _faults(name: str, first: date, last: date, others: Sequence[Timetable]) -> dict[str, str]:
    today = clock.local(clock.now()).date()
    faults: dict[str, str] = {}
    if len(name) > LONGEST_NAME:
        faults["name"] = NAME_TOO_LONG
    if last < first:
        faults["ends_on"] = LAST_DAY_FIRST
    elif last < today:
        faults["ends_on"] = OVER
    elif (last - first).days >= LONGEST_SEASON:
        faults["ends_on"] = TOO_LONG
    elif last > today + timedelta(days=FURTHEST):
        faults["ends_on"] = TOO_FAR
    if any(one.starts_on <= last and first <= one.ends_on for one in others):
        faults["starts_on"] = DATES_TAKEN
    elif len(others) >= MOST_TIMETABLES:
        faults["starts_on"] = TOO_MANY
    return faults


async def _own(session: AsyncSession, timetable_id: UUID, account_id: UUID) -> Timetable:
    own = (Timetable.id == timetable_id, Timetable.pro_id == account_id)
    found = await session.scalar(select(Timetable).where(*own))
    if found is None:
        raise NotFound
    return found


async def _replace(session: AsyncSession, pro_id: UUID, timetable_id: UUID | None, week: Week) -> None:
    whose = (WeeklyHours.pro_id == pro_id, WeeklyHours.timetable_id.is_not_distinct_from(timetable_id))
    await session.execute(delete(WeeklyHours).where(*whose))
    rows = [
        {"pro_id": pro_id, "timetable_id": timetable_id, "day_of_week": day, "start_min": a, "end_min": b}
        for day, intervals in week.items()
        for a, b in intervals
    ]
    if rows:
        await session.execute(insert(WeeklyHours), rows)


async def _settle(session: AsyncSession, pro_id: UUID) -> None:
    await calendar.rebuild(session, pro_id)
    record(session, ScheduleChanged(pro_id))
