"""Whoever leaves takes their notices along."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import AccountDeleted
from twiza.kit.events import on
from twiza.notifications.models import Notification


@on(AccountDeleted)
async def forget(session: AsyncSession, event: AccountDeleted) -> None:
    """In the transaction of the deletion: forgotten together, or not at all."""
    await session.execute(delete(Notification).where(Notification.account_id == event.account_id))
