"""Where somebody is paid, for whoever has to pay them."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.payments.models import PayoutDetails

_OF = select(PayoutDetails).where(PayoutDetails.account_id == bindparam("account"))


async def payout_of(session: AsyncSession, account_id: UUID) -> PayoutDetails | None:
    """The bank account or wallet of this account, if one was given."""
    return (await session.execute(_OF, {"account": account_id})).scalar_one_or_none()
