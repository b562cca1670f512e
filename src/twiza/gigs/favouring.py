"""Gigs that somebody wants to find again."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.gigs import access
from twiza.gigs.models import Favourite, Gig
from twiza.kit.errors import NotFound


async def favour(session: AsyncSession, gig_id: UUID, *, by: UUID) -> None:
    """Keep it; twice is the same as once. What isn't offered can't be kept."""
    if await session.scalar(select(Gig.id).where(Gig.id == gig_id, access.is_offered())) is None:
        raise NotFound
    kept = insert(Favourite).values(account_id=by, gig_id=gig_id)
    await session.execute(kept.on_conflict_do_nothing())


async def let_go(session: AsyncSession, gig_id: UUID, *, by: UUID) -> None:
    """Not a favourite any more, whatever became of it."""
    await session.execute(delete(Favourite).where(Favourite.account_id == by, Favourite.gig_id == gig_id))
