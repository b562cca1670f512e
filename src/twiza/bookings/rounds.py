"""What the clock comes round for: alerts, reminders, visits left open, proposals nobody answered, clean clients."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import proposals, reminding, standing, sweeping
from twiza.bookings.models import ClientProfile, Proposal
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work

_AT_ONCE = literal_column("500")


async def remind_of_bookings() -> int:
    """Urgent requests again, requests that soon expire, visits of tomorrow."""
    return sum([await _remind(one) for one in reminding.REMINDERS])


async def note_left_open() -> int:
    """Visits of which the pro hasn't said for three days whether they were done."""
    return await sweeping.each((reminding.left_open(),), reminding.note_left_open)


async def lapse_proposals() -> int:
    """New hours that nobody answered before either hour came."""
    wanted = select(Proposal.id).where(proposals.over(clock.now())).order_by(Proposal.id).limit(_AT_ONCE)
    async with reading() as connection:
        found = (await connection.scalars(wanted)).all()
    return await _each(found, proposals.lapse)


async def forgive_clean_clients() -> int:
    """Clients whose thirty days are over."""
    wanted = select(ClientProfile.account_id).where(standing.is_clean(clock.now())).limit(_AT_ONCE)
    async with reading() as connection:
        found = (await connection.scalars(wanted)).all()
    return await _each(found, standing.forgive_clean)


async def _remind(reminder: reminding.Reminder) -> int:
    return await sweeping.each(
        (reminder.wanted(),), lambda session, found: reminding.remind(session, found, reminder)
    )


async def _each(found: Sequence[UUID], act: Callable[[AsyncSession, UUID], Awaitable[None]]) -> int:
    for one in found:
        async with unit_of_work() as session:
            await act(session, one)
    return len(found)
