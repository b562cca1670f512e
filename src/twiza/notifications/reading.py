"""A person reads what they were told."""

from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.notifications.catalogue import BY_KIND
from twiza.notifications.channels.in_app.writing import announce
from twiza.notifications.models import Notification


async def read(session: AsyncSession, notification_id: UUID, *, by: UUID) -> str:
    """Mark one's own notice as read; the answer is the page it is about."""
    mine = (Notification.id == notification_id, Notification.account_id == by)
    found = (await session.execute(select(Notification.kind, Notification.params).where(*mine))).one_or_none()
    if found is None:
        raise NotFound
    await _mark(session, by, Notification.id == notification_id)
    return BY_KIND[found.kind].leads_to(found.params)


async def read_all(session: AsyncSession, *, by: UUID) -> None:
    """Mark everything as read."""
    await _mark(session, by)


async def _mark(session: AsyncSession, account_id: UUID, *which: ColumnElement[bool]) -> None:
    await session.execute(
        update(Notification)
        .where(Notification.account_id == account_id, Notification.read_at.is_(None), *which)
        .values(read_at=clock.now())
    )
    await announce(session, account_id)
