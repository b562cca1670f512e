"""The table of notices shown inside the product."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Json


class Notification(Base):
    """One thing a person was told; its words are chosen when they read it, in the language they read."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_account_id_id", "account_id", "id"),
        Index("ix_notification_unread", "account_id", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str]
    params: Mapped[Json]
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]
