"""The hours that a booking holds: a row for each, and the same hours as bits of the pro's calendar.

Whoever calls holds the pro's profile, so both change together and nobody writes between them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    Uuid,
    bindparam,
    delete,
    func,
    literal,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import delays
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import remember
from twiza.bookings.kinds import BookingEventType, Duration
from twiza.bookings.models import Booking, SlotLock
from twiza.kit import clock, direct
from twiza.pros import exceptions, hours
from twiza.pros.models import CALENDAR_HOURS, ProCalendar

# The rows and their bits in one go; the bits are ones pushed from the calendar's left edge to their hour.
_TAKE = text("""
    WITH held AS (
        INSERT INTO slot_lock (pro_id, starts_at, booking_id)
        SELECT :pro, at, :booking FROM unnest(:starts) AS at ORDER BY at
    )
    UPDATE pro_calendar SET locked = locked | (
        rpad(repeat('1', :many), length(locked), '0')::varbit >> (:first - base_hour)::int
    )
    WHERE pro_id = :pro
""").bindparams(
    *(bindparam(name, type_=Uuid) for name in ("pro", "booking")),
    bindparam("starts", type_=ARRAY(DateTime(timezone=True))),
    bindparam("many", type_=Integer),
    bindparam("first", type_=BigInteger),
)


async def take(session: AsyncSession, booking: Booking, *, since: datetime | None = None) -> None:
    """Lock every hour of a booking, in the order of time; those before `since` it holds already."""
    starts = [at for at in hours_of(booking) if since is None or at >= since]
    whose = {"pro": booking.pro_id, "booking": booking.id}
    await direct.rows(
        session, _TAKE, {**whose, "starts": starts, "many": len(starts), "first": hours.hour_of(starts[0])}
    )


async def release(
    session: AsyncSession, booking: Booking, by: Actor, *, begun_stay: bool = False
) -> Sequence[datetime]:
    """Give the hours back, and the closure of a whole day; of a job that was done, those that have begun stay."""
    gone = delete(SlotLock).where(SlotLock.booking_id == booking.id)
    if begun_stay:
        gone = gone.where(SlotLock.starts_at >= clock.now())
    freed = sorted(await session.scalars(gone.returning(SlotLock.starts_at)))
    if freed:
        await unmark(session, booking.pro_id, freed[0], len(freed))
        told = {"hours": [at.isoformat() for at in freed]}
        remember(session, booking, BookingEventType.SLOTS_RELEASED, by, told)
    if booking.duration is Duration.H8:
        await session.flush()
        since = clock.now() if begun_stay else None
        await exceptions.release_booking(session, booking.id, since=since)
    return freed


def hours_of(booking: Booking) -> list[datetime]:
    """When each hour of a booking begins."""
    count = (booking.ends_at - booking.starts_at) // delays.SLOT
    return [booking.starts_at + n * delays.SLOT for n in range(count)]


async def unmark(session: AsyncSession, pro_id: UUID, first: datetime, count: int) -> None:
    """Clear the bits of so many hours in a row."""
    await _write(session, pro_id, ProCalendar.locked.op("&")(func.bitnot(_bits(first, count))))


async def _write(session: AsyncSession, pro_id: UUID, locked: ColumnElement[Any]) -> None:
    await session.execute(
        update(ProCalendar)
        .where(ProCalendar.pro_id == pro_id)
        .values(locked=locked)
        .execution_options(synchronize_session=False)
    )


def _bits(first: datetime, count: int) -> ColumnElement[Any]:
    """So many ones, pushed from the calendar's left edge to their hour; what it doesn't reach falls off its edge."""
    ones = literal("1" * count + "0" * (CALENDAR_HOURS - count), BIT(CALENDAR_HOURS))
    return ones.op(">>")((literal(hours.hour_of(first)) - ProCalendar.base_hour).cast(Integer))
