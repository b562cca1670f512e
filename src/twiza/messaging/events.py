"""What happens between people who write to each other. Never the words: events are kept for ever."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class MessageSent(Event):
    message_id: UUID
    conversation_id: UUID
    sender_id: UUID
    recipient_id: UUID
    order_id: UUID | None


@dataclass(frozen=True)
class MessagesWaiting(Event):
    """Somebody has had unread messages for a while: one event for all of their conversations."""

    account_id: UUID
    sender_id: UUID
    sender_name: str
    messages: int
    people: int
