"""What the clock does to pros: each day the calendars begin a day later; Premium ends."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, literal_column, select

from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.sweeping import each
from twiza.pros import calendar, hours, locking, plan, services
from twiza.pros.models import ProCalendar, ProProfile, ProService

_AT_ONCE = literal_column("500")
# Longer than any worker is away; whoever ended before that was dealt with.
_ENDED_WITHIN = timedelta(days=30)


async def move_calendars() -> int:
    """Calendars that began before yesterday open a day further ahead; one pro per transaction, confirms never wait."""
    base, last, moved = hours.base_at(clock.now()), UUID(int=0), 0
    while True:
        behind = (ProCalendar.base_hour < base, ProCalendar.pro_id > last)
        async with reading() as connection:
            statement = select(ProCalendar.pro_id).where(*behind).order_by(ProCalendar.pro_id)
            found = (await connection.scalars(statement.limit(_AT_ONCE))).all()
        for pro_id in found:
            moved += await _move(pro_id)
            last = pro_id
        if not found:
            return moved


async def _move(pro_id: UUID) -> int:
    async with unit_of_work() as session:
        if await locking.hold(session, [pro_id]):
            await calendar.rebuild(session, pro_id)
            return 1
    return 0


async def end_premium() -> int:
    """Services beyond the free plan are paused once Premium is over; photos beyond it are left out as pages are read."""
    now = clock.now()
    on_offer = (
        select(func.count())
        .where(ProService.pro_id == ProProfile.account_id, ProService.is_active)
        .correlate(ProProfile)
        .scalar_subquery()
    )
    ended = ProProfile.premium_until.between(now - _ENDED_WITHIN, now)
    return await each(ProProfile, (ended, on_offer > plan.FREE.categories), services.pause_extra)
