"""The tables of messages: one conversation for each two people, and what each of them has read."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum


class MessageKind(StrEnum):
    TEXT = "text"
    VOICE = "voice"
    FILE = "file"
    OFFER = "offer"


class Conversation(Base):
    """Two people who talk; the smaller id stands first, so that no pair has two."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="two_people_in_order"),
        Index("ix_conversation_high", "high_id"),
    )

    id: Mapped[Id]
    low_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    high_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[CreatedAt]

    def holds(self, account_id: UUID) -> bool:
        return account_id in {self.low_id, self.high_id}

    def other(self, account_id: UUID) -> UUID:
        return self.high_id if account_id == self.low_id else self.low_id


class ConversationSide(Base):
    """How far one of the two has read, and what stands in their inbox."""

    __tablename__ = "conversation_side"
    __table_args__ = (
        Index("ix_conversation_side_inbox", "account_id", "last_message_id"),
        Index("ix_conversation_side_unread", "account_id", postgresql_where=sql("unread > 0")),
        Index(
            "ix_conversation_side_digest", "digest_due_at", postgresql_where=sql("digest_due_at IS NOT NULL")
        ),
        CheckConstraint("unread >= 0", name="unread_counted"),
    )

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    unread: Mapped[int] = mapped_column(server_default=sql("0"))
    last_message_id: Mapped[UUID | None]
    read_up_to_id: Mapped[UUID | None]
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    digest_due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    archived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Message(Base):
    """One message; numbers typed into it are kept as they were typed and masked for whoever may not see them."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_conversation", "conversation_id", "id"),
        Index("ix_message_order", "order_id", "id", postgresql_where=sql("order_id IS NOT NULL")),
        Index("ix_message_booking", "booking_id", "id", postgresql_where=sql("booking_id IS NOT NULL")),
        UniqueConstraint("sender_id", "client_key"),
    )

    id: Mapped[Id]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("order.id"))
    offer_id: Mapped[UUID | None] = mapped_column(ForeignKey("offer.id"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    kind: Mapped[MessageKind] = mapped_column(stored_enum(MessageKind, "message_kind"))
    text: Mapped[str] = mapped_column(server_default=sql("''"))
    client_key: Mapped[str | None]
    created_at: Mapped[CreatedAt]


class MessageFile(Base):
    """A file or voice note that came with a message."""

    __tablename__ = "message_file"
    __table_args__ = (Index("ix_message_file_message", "message_id"),)

    id: Mapped[Id]
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    seconds: Mapped[int | None]


class Presence(Base):
    """When somebody's page was last open; written now and then by the process that holds their socket."""

    __tablename__ = "presence"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[Moment]
