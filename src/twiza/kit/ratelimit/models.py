"""The table of counted tries."""

from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, Moment, moment_column


class RateLimit(Base):
    """Tries since the window opened; the key is a digest, so nothing personal stands here."""

    __tablename__ = "rate_limit"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    hits: Mapped[int]
    window_ends_at: Mapped[Moment] = moment_column(indexed=True)
