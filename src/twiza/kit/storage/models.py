"""The table of files: whose, what, how large; the bytes lie in the store."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, stored_enum


class Visibility(StrEnum):
    """Shown to everybody, read through signed links, or encrypted with a key of its own besides."""

    PUBLIC = "public"
    PRIVATE = "private"
    SEALED = "sealed"


class FileRow(Base):
    """One stored file."""

    __tablename__ = "file"
    __table_args__ = (
        CheckConstraint("bytes > 0", name="not_empty"),
        Index("ix_file_owner", "owner_id", postgresql_where=text("deleted_at IS NULL")),
    )

    id: Mapped[Id]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    media_type: Mapped[str]
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    visibility: Mapped[Visibility] = mapped_column(stored_enum(Visibility, "file_visibility"))
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[CreatedAt]
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
