"""Somebody is writing: told to the other side and to nobody else, kept nowhere."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import blocking
from twiza.kit import bus
from twiza.messaging import access


async def type_to(session: AsyncSession, other_id: UUID, *, by: UUID) -> None:
    """Only within a conversation, and not past a block."""
    if await access.conversation_between(session, by, other_id) is None:
        return
    if await blocking.blockers(session, by, other_id):
        return
    await bus.publish(session, f"account:{other_id}", {"type": "typing", "with": str(by)})
