"""The lock of a pro's time: the row of the profile, taken before anything of it is read or changed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Uuid, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import given
from twiza.kit.errors import NotFound
from twiza.pros.models import ProProfile

_HOLD = (
    select(ProProfile)
    .where(ProProfile.account_id == given("pros", Uuid).any_())
    .order_by(ProProfile.account_id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


async def hold(session: AsyncSession, pro_ids: Collection[UUID]) -> dict[UUID, ProProfile]:
    """These profiles, fresh and held until the transaction ends, in one statement and always in the same order."""
    held = await session.scalars(_HOLD, {"pros": list(pro_ids)})
    return {profile.account_id: profile for profile in held}


async def hold_own(session: AsyncSession, account_id: UUID) -> ProProfile:
    """One's own profile, held; whoever isn't a pro has none."""
    held = await hold(session, [account_id])
    if account_id not in held:
        raise NotFound
    return held[account_id]
