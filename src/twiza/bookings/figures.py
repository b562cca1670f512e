"""What bookings amount to for a pro: the last thirty days in four numbers, and week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.pros.hours import midnight_of

LATELY = timedelta(days=30)
WEEKS = 8
# A job may be marked as done this long after it was asked for, and still lie within the weeks.
_HORIZON = timedelta(days=60)
_SINCE = bindparam("since")
_ROWS = select(
    Booking.status, Booking.created_at, Booking.answered_at, Booking.confirmed_at, Booking.completed_at
).where(
    Booking.pro_id == bindparam("pro"),
    Booking.starts_at >= bindparam("begins"),
    or_(Booking.created_at >= _SINCE, Booking.completed_at >= _SINCE),
)


@dataclass(frozen=True, slots=True)
class Week:
    """The first day of a week, the requests that came in it, the jobs finished in it."""

    first: date
    asked: int
    done: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the last thirty days; `lapsed` are requests whose time ran out unanswered. The present week comes last."""

    asked: int
    answered: int
    lapsed: int
    confirmed: int
    done: int
    weeks: Sequence[Week]

    @property
    def answer_rate(self) -> int | None:
        """In percent of the requests that the pro could answer; what closed by itself counts for nothing."""
        could = self.answered + self.lapsed
        return round(100 * self.answered / could) if could else None


async def of_pro(reader: AsyncConnection | AsyncSession, pro_id: UUID) -> Figures:
    """One statement; weeks are cut in Casablanca's time, which the database may not know."""
    now = clock.now()
    monday = _monday(clock.local(now).date())
    firsts = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    since = midnight_of(firsts[0])
    values = {"pro": pro_id, "since": since, "begins": since - _HORIZON}
    rows = (await reader.execute(_ROWS, values)).all()
    lately = [row for row in rows if row.created_at >= now - LATELY]
    return Figures(
        asked=len(lately),
        answered=sum(row.answered_at is not None for row in lately),
        lapsed=sum(_has_lapsed(row) for row in lately),
        confirmed=sum(row.confirmed_at is not None for row in lately),
        done=sum(row.completed_at is not None and row.completed_at >= now - LATELY for row in rows),
        weeks=[_week(first, rows) for first in firsts],
    )


def _week(first: date, rows: Sequence[Row[*tuple[Any, ...]]]) -> Week:
    begins, ends = midnight_of(first), midnight_of(first + timedelta(weeks=1))
    return Week(
        first,
        sum(begins <= row.created_at < ends for row in rows),
        sum(row.completed_at is not None and begins <= row.completed_at < ends for row in rows),
    )


def _has_lapsed(row: Row[*tuple[Any, ...]]) -> bool:
    return row.status is BookingStatus.EXPIRED and row.answered_at is None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
