"""The table of messages that leave, and where each of them is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Json, stored_enum
from twiza.kit.outgoing.kinds import Channel, OutgoingStatus


class Outgoing(Base):
    """One message to one address."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_waiting", "next_try_at", postgresql_where=text("status IN ('queued', 'sending')")),
        Index("ix_outgoing_unwiped", "expires_at", postgresql_where=text("secret AND wiped_at IS NULL")),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    channel: Mapped[Channel] = mapped_column(stored_enum(Channel, "outgoing_channel"))
    to: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str | None]
    body: Mapped[str]
    html: Mapped[str | None]
    unsubscribe_url: Mapped[str | None]
    # What a channel needs besides words: a template's parts, a push's data. Never anything secret.
    payload: Mapped[Json]
    secret: Mapped[bool]
    dedupe: Mapped[str | None] = mapped_column(unique=True)
    status: Mapped[OutgoingStatus] = mapped_column(stored_enum(OutgoingStatus, "outgoing_status"))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    next_try_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    claim: Mapped[UUID | None]
    handed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    wiped_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    error: Mapped[str | None]
    created_at: Mapped[CreatedAt]
