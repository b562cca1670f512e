"""Free hours, as they may be asked for: open, not held, after the pro's notice, within the horizon."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import BitString
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account
from twiza.kit import direct
from twiza.pros import access, hours
from twiza.pros.calendar import number
from twiza.pros.models import CALENDAR_HOURS, ProCalendar, ProProfile

HORIZON = timedelta(days=60)
# No list of days is longer than what a calendar holds.
MOST_DAYS = CALENDAR_HOURS // 24
_CALENDAR = select(ProCalendar.base_hour, ProCalendar.open, ProCalendar.locked).where(
    ProCalendar.pro_id == bindparam("pro")
)
_ASKABLE: Select[*tuple[Any, ...]] = (
    select(
        ProCalendar.pro_id,
        ProCalendar.base_hour,
        ProCalendar.open,
        ProCalendar.locked,
        ProProfile.min_notice_hours,
    )
    .join(ProProfile, ProProfile.account_id == ProCalendar.pro_id)
    .join(Account, Account.id == ProCalendar.pro_id)
    .where(access.takes_bookings())
)
_FREE = _ASKABLE.where(ProCalendar.pro_id == bindparam("pro"))
_FREE_OF = _ASKABLE.where(ProCalendar.pro_id == bindparam("pros", type_=ARRAY(Uuid)).any_())

_SEEN: Select[*tuple[Any, ...]] = (
    select(
        ProCalendar.base_hour,
        ProCalendar.open,
        ProCalendar.locked,
        ProProfile.min_notice_hours,
        access.takes_bookings().label("takes"),
    )
    .select_from(ProProfile)
    .join(Account, Account.id == ProProfile.account_id)
    .outerjoin(ProCalendar, ProCalendar.pro_id == ProProfile.account_id)
    .where(ProProfile.account_id == bindparam("pro"))
)


@dataclass(frozen=True, slots=True)
class DayOfSlots:
    """A local day and the moments at which a free hour begins."""

    on: date
    free: Sequence[datetime]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Some days of a pro, the next free hour, and whether the pro takes bookings at all."""

    days: Sequence[DayOfSlots]
    next_free: datetime | None
    takes: bool


async def ahead(
    conn: AsyncConnection,
    pro_id: UUID,
    viewer_id: UUID | None,
    *,
    first_day: date,
    days: int,
    now: datetime,
) -> Ahead | None:
    """All of it in one statement; None when this viewer may not see the pro."""
    statement = _SEEN.where(access.visible_to(viewer_id))
    row = (await conn.execute(statement, {"pro": pro_id})).one_or_none()
    if row is None:
        return None
    free = _askable(row, now) if row.takes and row.base_hour is not None else (0, 0)
    return Ahead(_days(free, first_day, days), _first(free), row.takes)


async def week_of_slots(
    conn: AsyncConnection | AsyncSession, pro_id: UUID, first_day: date, days: int, now: datetime
) -> list[DayOfSlots]:
    """The free hours of each day from `first_day` on, in one statement; of whoever takes no bookings, none."""
    return _days(await _free(conn, pro_id, now), first_day, days)


async def next_free(conn: AsyncConnection | AsyncSession, pro_id: UUID, now: datetime) -> datetime | None:
    """When the next free hour begins, if there is one within the horizon."""
    return _first(await _free(conn, pro_id, now))


async def free_at(
    conn: AsyncConnection | AsyncSession, pro_ids: Collection[UUID], starts_at: datetime, now: datetime
) -> set[UUID]:
    """Those of these pros who may be asked for this very hour now."""
    if not hours.is_on_the_hour(starts_at):
        return set()
    found: set[UUID] = set()
    for row in await direct.rows(conn, _FREE_OF, {"pros": list(pro_ids)}):
        base, free = _askable(row, now)
        first = hours.hour_of(starts_at) - base
        if free & hours.span(first, first + 1, CALENDAR_HOURS):
            found.add(row.pro_id)
    return found


async def is_open(
    session: AsyncConnection | AsyncSession, pro_id: UUID, starts_at: datetime, hours_long: int
) -> bool:
    """Whether the pro's hours are open for so long from then on, held by a booking or not.

    Beyond the calendar's end nothing is open: a job never reaches past the hours whose bits are kept.
    """
    row = await direct.row(session, _CALENDAR, {"pro": pro_id})
    return row is not None and has_open(row.base_hour, row.open, starts_at, hours_long)


def has_open(base_hour: int, opened: BitString, starts_at: datetime, hours_long: int) -> bool:
    """The same of a calendar's row that was read already."""
    if not hours.is_on_the_hour(starts_at):
        return False
    first = hours.hour_of(starts_at) - base_hour
    if first < 0 or first + hours_long > CALENDAR_HOURS:
        return False
    wanted = hours.span(first, first + hours_long, CALENDAR_HOURS)
    return number(opened) & wanted == wanted


async def _free(conn: AsyncConnection | AsyncSession, pro_id: UUID, now: datetime) -> tuple[int, int]:
    """The calendar's first hour and the bits that may be asked for at this moment."""
    row = (await conn.execute(_FREE, {"pro": pro_id})).one_or_none()
    return _askable(row, now) if row else (0, 0)


def _askable(row: Row[*tuple[Any, ...]], now: datetime) -> tuple[int, int]:
    # Whole hours that begin at the notice's end or later, up to the horizon, both by the instant.
    soonest = hours.first_whole(now + timedelta(hours=row.min_notice_hours))
    latest = hours.hour_of(now + HORIZON) + 1
    window = hours.span(soonest - row.base_hour, latest - row.base_hour, CALENDAR_HOURS)
    return row.base_hour, number(row.open) & ~number(row.locked) & window


def _first(free: tuple[int, int]) -> datetime | None:
    base, bits = free
    return hours.moment_of(base + CALENDAR_HOURS - bits.bit_length()) if bits else None


def _days(free: tuple[int, int], first_day: date, days: int) -> list[DayOfSlots]:
    wanted = [first_day + timedelta(days=n) for n in range(min(days, MOST_DAYS))]
    return [DayOfSlots(day, _between(free, hours.midnight_of(day), day)) for day in wanted]


def _between(free: tuple[int, int], start: datetime, day: date) -> list[datetime]:
    base, bits = free
    first = hours.hour_of(start)
    after = hours.hour_of(hours.midnight_of(day + timedelta(days=1)))
    return [
        hours.moment_of(hour)
        for hour in range(first, after)
        if bits & hours.span(hour - base, hour - base + 1, CALENDAR_HOURS)
    ]
