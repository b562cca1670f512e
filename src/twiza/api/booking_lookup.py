"""What callers name by a slug, or inside something else, found for the verbs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.attaching import NO_SUCH_NEIGHBOURHOOD
from twiza.bookings.models import Proposal
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.profiles import lists
from twiza.profiles.places import CategoryKind
from twiza.pros.models import Neighbourhood, ProProfile

NO_SUCH_CATEGORY = N_("Choose one of the services that are done at the client’s door.")


async def category_id(session: AsyncSession, slug: str) -> UUID:
    """A category of what is done at the door."""
    found = await lists.category_named(await session.connection(), slug)
    if found is None or found.kind is not CategoryKind.LOCAL:
        raise Invalid({"category": NO_SUCH_CATEGORY})
    return found.id


async def neighbourhood_id(session: AsyncSession, slug: str | None, pro_ids: Sequence[UUID]) -> UUID | None:
    """A neighbourhood of the city of those who are asked."""
    if slug is None or not pro_ids:
        return None
    city = select(ProProfile.city_id).where(ProProfile.account_id == pro_ids[0]).scalar_subquery()
    wanted = (Neighbourhood.slug == slug, Neighbourhood.city_id == city)
    found = await session.scalar(select(Neighbourhood.id).where(*wanted))
    if found is None:
        raise Invalid({"neighbourhood": NO_SUCH_NEIGHBOURHOOD})
    return found


async def proposal_of(session: AsyncSession, booking_id: UUID, proposal_id: UUID) -> UUID:
    """A proposal of this booking and of no other."""
    wanted = (Proposal.id == proposal_id, Proposal.booking_id == booking_id)
    found = await session.scalar(select(Proposal.id).where(*wanted))
    if found is None:
        raise NotFound
    return found
