"""The table of events: only ever added to."""

from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Json


class EventRow(Base):
    """One fact that was recorded."""

    __tablename__ = "event"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(index=True)
    data: Mapped[Json]
    created_at: Mapped[CreatedAt]
