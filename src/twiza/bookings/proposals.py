"""New hours that nobody can answer any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.events import RescheduleDropped
from twiza.bookings.kinds import ProposalStatus
from twiza.bookings.locking import hold_one
from twiza.bookings.models import Booking, Proposal
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.events import record

# As its index has it.
_OPEN = Proposal.status == literal_column("'open'", Proposal.status.type)


async def lapse_all(session: AsyncSession, booking_id: UUID) -> None:
    """The booking has ended; it is held by whoever ended it."""
    gone = {"status": ProposalStatus.LAPSED, "answered_at": clock.now()}
    await session.execute(update(Proposal).where(Proposal.booking_id == booking_id, _OPEN).values(**gone))


def over(now: datetime) -> ColumnElement[bool]:
    """Either hour has come: the old one or the new one."""
    begun = select(Booking.id).where(Booking.id == Proposal.booking_id, Booking.starts_at <= now)
    return _OPEN & or_(Proposal.starts_at <= now, begun.exists())


async def lapse(session: AsyncSession, proposal_id: UUID) -> None:
    """The clock closes one that was never answered."""
    booking_id = await session.scalar(select(Proposal.booking_id).where(Proposal.id == proposal_id))
    if booking_id is None:
        return
    booking = await hold_one(session, booking_id)
    proposal = await lock(session, Proposal, proposal_id)
    now = clock.now()
    if proposal.status is ProposalStatus.OPEN and min(booking.starts_at, proposal.starts_at) <= now:
        proposal.status, proposal.answered_at = ProposalStatus.LAPSED, now
        told = {"proposal_id": proposal.id, "new_at": proposal.starts_at.isoformat(), "withdrawn": False}
        record(session, RescheduleDropped.of(booking, None, **told))
