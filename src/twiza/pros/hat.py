"""The hat of a pro, kept in step with the profile: the directory reads city and category there."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats
from twiza.accounts.models import HatKind
from twiza.pros.models import ProProfile, ProService


async def keep_in_step(session: AsyncSession, profile: ProProfile) -> None:
    """The city of the profile, and the category of the oldest service on offer."""
    hat = await hats.find(session, profile.account_id, HatKind.PRO)
    if hat is None:
        return
    on_offer = (ProService.pro_id == profile.account_id, ProService.is_active.is_(True))
    first = select(ProService.category_id).where(*on_offer).order_by(ProService.id).limit(1)
    hat.city_id, hat.category_id = profile.city_id, await session.scalar(first)
    await session.flush()
