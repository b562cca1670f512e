"""Somebody has read a conversation up to a message; the other side sees it at once."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import bus, clock
from twiza.kit.errors import NotFound
from twiza.messaging.inbox import unread_conversations
from twiza.messaging.models import ConversationSide, Message

_SIDE = (
    select(ConversationSide)
    .where(
        ConversationSide.conversation_id == bindparam("conversation"),
        ConversationSide.account_id == bindparam("account"),
    )
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_IS_THERE = select(Message.id).where(
    Message.id == bindparam("message"), Message.conversation_id == bindparam("conversation")
)
_LEFT = select(func.count()).where(
    Message.conversation_id == bindparam("conversation"),
    Message.id > bindparam("message"),
    Message.sender_id != bindparam("account"),
)


async def read_up_to(
    session: AsyncSession, conversation_id: UUID, *, by: UUID, message_id: UUID | None = None
) -> int:
    """Mark as read up to this message, or all of it; what was read stays read. Answers what is left."""
    values = {"conversation": conversation_id, "account": by}
    side = (await session.execute(_SIDE, values)).scalar_one_or_none()
    if side is None:
        raise NotFound
    if message_id is None:
        message_id = side.last_message_id
    elif await session.scalar(_IS_THERE, {**values, "message": message_id}) is None:
        raise NotFound
    if message_id is None or (side.read_up_to_id and message_id <= side.read_up_to_id):
        return side.unread
    had_unread = side.unread > 0
    side.unread = await session.scalar(_LEFT, {**values, "message": message_id}) or 0
    side.read_up_to_id, side.read_at = message_id, clock.now()
    if not side.unread:
        side.digest_due_at = None
    await session.flush()
    if had_unread:
        await _tell(session, side)
    return side.unread


async def _tell(session: AsyncSession, side: ConversationSide) -> None:
    told = {"type": "read", "conversation": str(side.conversation_id), "up_to": str(side.read_up_to_id)}
    await bus.publish(session, f"account:{side.other_id}", {**told, "with": str(side.account_id)})
    unread = await unread_conversations(session, side.account_id)
    await bus.publish(session, f"account:{side.account_id}", {"type": "messages", "unread": unread})
