"""Hours held for a booking that no longer holds any. There should be none: whatever is found is reported."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import holding
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking, SlotLock
from twiza.kit.db import reading, unit_of_work
from twiza.pros import locking as pros

log = structlog.get_logger()
_HOLDING = (BookingStatus.CONFIRMED, BookingStatus.COMPLETED)
_IS_ORPHAN = ~exists().where(Booking.id == SlotLock.booking_id, Booking.status.in_(_HOLDING))


async def clean() -> int:
    """One pro per transaction; how many hours were freed."""
    async with reading() as connection:
        found = (await connection.scalars(select(SlotLock.pro_id).where(_IS_ORPHAN).distinct())).all()
    freed = 0
    for pro_id in sorted(found):
        async with unit_of_work() as session:
            freed += len(await clean_of(session, pro_id))
    return freed


async def clean_of(session: AsyncSession, pro_id: UUID) -> Sequence[UUID]:
    """Give a pro's orphaned hours back, under the lock of the profile; the bookings that had left them behind."""
    await pros.hold(session, [pro_id])
    gone = delete(SlotLock).where(SlotLock.pro_id == pro_id, _IS_ORPHAN)
    rows = (await session.execute(gone.returning(SlotLock.starts_at, SlotLock.booking_id))).all()
    for at, booking_id in rows:
        await holding.unmark(session, pro_id, at, 1)
        log.error("an hour was held for nothing", pro=str(pro_id), booking=str(booking_id), at=at.isoformat())
    return [booking_id for _at, booking_id in rows]
