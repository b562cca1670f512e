"""The table of devices that take pushes: phones with the app, browsers with the site installed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, stored_enum


class Platform(StrEnum):
    IOS = "IOS"
    ANDROID = "ANDROID"
    WEB = "WEB"


class DeviceToken(Base):
    """Where one device is reached; for browsers the token is the address of their push service."""

    __tablename__ = "device_token"
    __table_args__ = (
        CheckConstraint(
            "(platform = 'WEB') = (p256dh IS NOT NULL AND auth IS NOT NULL)", name="browsers_have_keys"
        ),
        # A device has one owner at a time: whoever signed in there last.
        Index("uq_device_token_live", "token", unique=True, postgresql_where=text("revoked_at IS NULL")),
        Index("ix_device_token_account", "account_id", postgresql_where=text("revoked_at IS NULL")),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    platform: Mapped[Platform] = mapped_column(stored_enum(Platform, "device_platform"))
    token: Mapped[str]
    p256dh: Mapped[str | None]
    auth: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_why: Mapped[str] = mapped_column(server_default=text("''"))
