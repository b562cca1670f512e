"""The table of live messages on their way out."""

from typing import Any

from sqlalchemy import BigInteger, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt


class LiveOutbox(Base):
    """A message that its transaction has written and nobody has sent yet; empty when all is well."""

    __tablename__ = "live_outbox"
    # A server that crashed forgets it, and every connection to it: whoever listens anew tells all pages to read again.
    __table_args__ = {"prefixes": ["UNLOGGED"]}

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[CreatedAt]
