"""The hours that a booking holds: a row for each, and the same hours as bits of the pro's calendar.

Whoever calls holds the pro's profile, so both change together and nobody writes between them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    Integer,
    Table,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
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

_CALENDAR, _LOCKS = cast("Table", ProCalendar.__table__), cast("Table", SlotLock.__table__)
_PRO = bindparam("pro", type_=Uuid)
# So many ones, pushed from the calendar's left edge to their hour; what it doesn't reach falls off its edge.
_ONES = func.rpad(func.repeat("1", bindparam("many", type_=Integer)), CALENDAR_HOURS, "0")
_BITS = _ONES.cast(BIT(CALENDAR_HOURS)).op(">>")(
    (bindparam("first", type_=BigInteger) - _CALENDAR.c.base_hour).cast(Integer)
)
_OF_PRO = update(_CALENDAR).where(_CALENDAR.c.pro_id == _PRO)
_UNMARK = _OF_PRO.values(locked=_CALENDAR.c.locked.op("&")(func.bitnot(_BITS)))
_STARTS = func.unnest(bindparam("starts", type_=ARRAY(DateTime(timezone=True))))
_HOURS = insert(_LOCKS).from_select(
    ["pro_id", "starts_at", "booking_id"], select(_PRO, _STARTS, bindparam("booking", type_=Uuid))
)
# The rows and their bits in one go.
_TAKE = _OF_PRO.values(locked=_CALENDAR.c.locked.op("|")(_BITS)).add_cte(_HOURS.cte("held"))


async def take(session: AsyncSession, booking: Booking, *, since: datetime | None = None) -> None:
    """Lock every hour of a booking, in the order of time; those before `since` it holds already."""
    starts = [at for at in hours_of(booking) if since is None or at >= since]
    held = {"booking": booking.id, "starts": starts}
    await direct.rows(session, _TAKE, {**_row(booking.pro_id, starts[0], len(starts)), **held})


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
    await direct.rows(session, _UNMARK, _row(pro_id, first, count))


def _row(pro_id: UUID, first: datetime, count: int) -> dict[str, object]:
    """So many hours in a row of a pro."""
    return {"pro": pro_id, "first": hours.hour_of(first), "many": count}
