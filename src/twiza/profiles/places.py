"""Where and what: cities and the categories of services, each named in three languages."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, stored_enum


class CategoryKind(StrEnum):
    """Done anywhere and delivered as files, or done at the client's door."""

    ONLINE = "online"
    LOCAL = "local"


class Named:
    """A name in each language."""

    name_fr: Mapped[str]
    name_ar: Mapped[str]
    name_en: Mapped[str]

    def name(self, language: str) -> str:
        return {"fr": self.name_fr, "ar": self.name_ar}.get(language, self.name_en)


class City(Named, Base):
    """Where people live and pros work; a hidden one stays with those who have it, and nobody else chooses it."""

    __tablename__ = "city"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[CreatedAt]


class Category(Named, Base):
    """A kind of service; online ones have a second level, which gigs belong to."""

    __tablename__ = "category"

    id: Mapped[Id]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[CategoryKind] = mapped_column(stored_enum(CategoryKind, "category_kind"))
    icon: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[CreatedAt]
