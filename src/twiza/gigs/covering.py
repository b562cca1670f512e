"""The picture that stands for a gig in lists."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from twiza.gigs.covers import generated
from twiza.gigs.models import Gig, GigPicture
from twiza.profiles.places import Category

_Parent = aliased(Category)


async def draw(session: AsyncSession, gig: Gig) -> None:
    """The first picture, or the drawn cover of its category of the first level."""
    first = await session.scalar(
        select(GigPicture.name)
        .where(GigPicture.gig_id == gig.id)
        .order_by(GigPicture.position, GigPicture.id)
        .limit(1)
    )
    gig.cover = first or await _drawn(session, gig)
    await session.flush()


async def _drawn(session: AsyncSession, gig: Gig) -> str:
    found = await session.execute(
        select(Category.slug, _Parent.slug)
        .outerjoin(_Parent, _Parent.id == Category.parent_id)
        .where(Category.id == gig.category_id)
    )
    row = found.one_or_none()
    return generated((row[1] or row[0]) if row else None, gig.id)
