"""The owner takes a gig off the lists for a while, and puts it back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import access
from twiza.gigs.events import GigPaused
from twiza.gigs.models import Gig
from twiza.gigs.publishing import show
from twiza.gigs.states import advance
from twiza.kit import clock
from twiza.kit.events import record


async def pause(session: AsyncSession, gig_id: UUID, *, by: UUID) -> Gig:
    """No new orders for now; those under way go on."""
    gig = await access.own(session, gig_id, by=by)
    advance(gig, "pause")
    gig.updated_at = clock.now()
    await session.flush()
    record(session, GigPaused(gig.id, gig.freelancer_id))
    return gig


async def resume(session: AsyncSession, gig_id: UUID, *, by: UUID) -> Gig:
    """Offer it again, under the same conditions as the first time."""
    gig = await access.own(session, gig_id, by=by)
    return await show(session, gig, "resume")
