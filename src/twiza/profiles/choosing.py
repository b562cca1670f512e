"""Which city an address names, as long as it is offered or the chooser has it already."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.profiles.places import City


async def city(session: AsyncSession, slug: str, *, kept: UUID | None) -> UUID | None:
    """A hidden city is for those who keep it: saving the rest of a form must not take it from them."""
    allowed = or_(City.hidden.is_(False), City.id == kept)
    return await session.scalar(select(City.id).where(City.slug == slug, allowed))
