"""What pros do when an account goes."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import AccountDeleted
from twiza.kit import clock
from twiza.kit.events import on
from twiza.pros import calendar, locking
from twiza.pros.models import (
    AvailabilityException,
    ProNeighbourhood,
    ProPhoto,
    ProService,
    Timetable,
    WeeklyHours,
)


@on(AccountDeleted)
async def forget(session: AsyncSession, event: AccountDeleted) -> None:
    """The row stays, for bookings point at it; number, words, hours, services and photos go."""
    held = await locking.hold(session, [event.account_id])
    profile = held.get(event.account_id)
    if profile is None:
        return
    profile.whatsapp = profile.bio = profile.call_out_includes = ""
    profile.call_out_fee, profile.takes_urgent = None, False
    profile.paused_at, profile.feed_version = clock.now(), profile.feed_version + 1
    for table in (ProService, ProNeighbourhood, ProPhoto, WeeklyHours, Timetable):
        await session.execute(delete(table).where(table.pro_id == event.account_id))
    own = (AvailabilityException.pro_id == event.account_id, AvailabilityException.booking_id.is_(None))
    await session.execute(delete(AvailabilityException).where(*own))
    await calendar.rebuild(session, event.account_id)
