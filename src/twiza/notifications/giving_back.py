"""Notices belong to the archive of one's own data."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting, own_data
from twiza.notifications.models import Notification


@exporting.part("notifications")
async def notices(session: AsyncSession, account_id: UUID) -> own_data.Rows:
    """What the bell said, and when it was read."""
    shown = (Notification.kind, Notification.params, Notification.read_at, Notification.created_at)
    whose = Notification.account_id == account_id
    return await own_data.rows(session, select(*shown).where(whose).order_by(Notification.id))
