"""What payments do when people leave, or take their data along."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting, own_data
from twiza.accounts.events import AccountDeleted
from twiza.kit.events import on
from twiza.payments import receiving
from twiza.payments.models import PayoutDetails


@on(AccountDeleted)
async def forget_payout(session: AsyncSession, event: AccountDeleted) -> None:
    """Nobody is paid there any more."""
    await receiving.forget(session, event.account_id)


@exporting.part("payout")
async def payout(session: AsyncSession, account_id: UUID) -> object:
    one = PayoutDetails
    shown = (one.kind, one.holder, one.rib, one.bank, one.provider, one.wallet, one.updated_at)
    return await own_data.rows(session, select(*shown).where(one.account_id == account_id))
