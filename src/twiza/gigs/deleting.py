"""The owner deletes a gig: nobody finds it any more, its orders keep their own copies."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import access
from twiza.gigs.events import GigDeleted
from twiza.gigs.models import Favourite, Gig
from twiza.gigs.states import advance
from twiza.kit import clock
from twiza.kit.events import record


async def delete_gig(session: AsyncSession, gig_id: UUID, *, by: UUID) -> Gig:
    """Delete it; the row stays, for orders and reviews point at it."""
    gig = await access.own(session, gig_id, by=by)
    advance(gig, "delete")
    gig.updated_at = clock.now()
    await session.execute(delete(Favourite).where(Favourite.gig_id == gig.id))
    await session.flush()
    record(session, GigDeleted(gig.id, gig.freelancer_id))
    return gig
