"""The tables of WhatsApp: who agreed to be written to, what was sent about which booking, what came back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Json, Moment


class WhatsAppConsent(Base):
    """When, where and to which words somebody agreed; `stopped_at` when they wrote STOP."""

    __tablename__ = "whatsapp_consent"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    phone: Mapped[str] = mapped_column(index=True)
    user_id: Mapped[str | None] = mapped_column(index=True)
    agreed_at: Mapped[Moment]
    source: Mapped[str]
    words: Mapped[str]
    stopped_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    heard_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class WhatsAppSent(Base):
    """A message that WhatsApp took from us; a tap on its buttons counts only with its id."""

    __tablename__ = "whatsapp_sent"
    __table_args__ = (
        Index("ix_whatsapp_sent_booking", "booking_id", postgresql_where=text("booking_id IS NOT NULL")),
    )

    wamid: Mapped[str] = mapped_column(primary_key=True)
    outgoing_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing.id", ondelete="SET NULL"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=text("'sent'"))
    sent_at: Mapped[Moment]
    delivered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class WhatsAppReceived(Base):
    """What the webhook brought, raw, once: a repeated delivery finds its row."""

    __tablename__ = "whatsapp_received"

    id: Mapped[Id]
    wamid: Mapped[str] = mapped_column(unique=True)
    body: Mapped[Json]
    handled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    outcome: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[CreatedAt]
