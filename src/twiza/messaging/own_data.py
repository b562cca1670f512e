"""What messages keep about one person, as they may take it along: what they wrote, and what was written to them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting
from twiza.accounts.shielding import masked
from twiza.messaging import access
from twiza.messaging.models import Conversation, Message

_EVERYTHING = (
    select(Message.conversation_id, Message.sender_id, Message.kind, Message.text, Message.created_at)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .order_by(Message.id)
)


@exporting.part("conversations")
async def conversations(session: AsyncSession, account_id: UUID) -> list[dict[str, object]]:
    """Every message of one's conversations, oldest first, the other side's numbers hidden."""
    rows = await session.execute(_EVERYTHING.where(access.visible_to(account_id)))
    return [
        {
            "conversation": conversation_id,
            "from": "me" if sender_id == account_id else "them",
            "kind": kind,
            "text": text if sender_id == account_id else masked(text),
            "at": at,
        }
        for conversation_id, sender_id, kind, text, at in rows.all()
    ]
