"""What the clock does to bookings: found unlocked, then one at a time, each looked at again under its lock."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import expiring, orphans
from twiza.bookings.models import Booking
from twiza.bookings.statuses import IS_PENDING
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError

log = structlog.get_logger()
Act = Callable[[AsyncSession, UUID], Awaitable[object]]
AT_ONCE = 500


async def expire_unanswered() -> int:
    """Requests whose time to answer is over, all of them: a minute later is late."""
    over = (IS_PENDING, Booking.expires_at <= clock.now())
    expired = done = await each(over, expiring.expire)
    while done == AT_ONCE:
        expired += (done := await each(over, expiring.expire))
    return expired


async def free_orphaned_hours() -> int:
    """Hours that nothing holds any more."""
    return await orphans.clean()


async def each(where: tuple[ColumnElement[bool], ...], act: Act) -> int:
    """One transaction each: a single booking that can't be dealt with holds up no other."""
    async with reading() as connection:
        wanted = select(Booking.id).where(*where).order_by(Booking.id).limit(literal_column(str(AT_ONCE)))
        found = (await connection.scalars(wanted)).all()
    done = 0
    faults: list[Exception] = []
    for one in found:
        try:
            async with unit_of_work() as session:
                await act(session, one)
            done += 1
        except DomainError as moved_on:
            # Somebody was faster, or the booking has changed since it was found.
            log.info("the clock was too late", subject=str(one), code=moved_on.code)
        except Exception as fault:  # noqa: BLE001  raised below, once the others had their turn
            faults.append(fault)
    if faults:
        raise ExceptionGroup("The clock could not deal with some of them", faults)
    return done
