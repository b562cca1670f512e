"""The table of events: only ever added to."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Json


class EventRow(Base):
    """One fact that was recorded."""

    __tablename__ = "event"
    __table_args__ = (
        # What happened to one account: for its owner, who may take it along.
        Index("ix_event_account", text("(data ->> 'account_id')")),
    )

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(index=True)
    data: Mapped[Json]
    created_at: Mapped[CreatedAt]
