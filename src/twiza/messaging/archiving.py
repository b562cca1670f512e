"""Conversations put away from the inbox; the next message brings them back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.messaging.models import ConversationSide


async def archive(session: AsyncSession, conversation_id: UUID, *, by: UUID) -> None:
    """Put one's own side away; the other's stays as it is."""
    await _set(session, conversation_id, by, clock.now())


async def unarchive(session: AsyncSession, conversation_id: UUID, *, by: UUID) -> None:
    await _set(session, conversation_id, by, None)


async def _set(session: AsyncSession, conversation_id: UUID, by: UUID, moment: datetime | None) -> None:
    one = ConversationSide
    found = await session.execute(
        update(one)
        .where(one.conversation_id == conversation_id, one.account_id == by)
        .values(archived_at=moment)
        .returning(one.conversation_id)
    )
    if found.first() is None:
        raise NotFound
