"""The table of idempotency keys: which creating call was made, and what came of it."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from twiza.kit.db import Base, Id, Moment


class IdempotencyKey(Base):
    """One creating call of one caller on one route; kept for a day."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        Index("uq_idempotency_key_caller", "caller", "route", "key", unique=True),
        Index("ix_idempotency_key_created_at", "created_at"),
    )

    id: Mapped[Id]
    caller: Mapped[str]
    route: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[str]
    object_id: Mapped[UUID | None]
    created_at: Mapped[Moment]
