"""The tables of gigs: what is offered, in which packages, and who keeps an eye on it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum
from twiza.kit.money import MoneyColumn


class GigStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    DELETED = "deleted"


class Tier(StrEnum):
    """The packages of a gig, from the smallest to the largest; the first is required."""

    BASIC = "basic"
    STANDARD = "standard"
    PREMIUM = "premium"


class Gig(Base):
    """One service of one freelancer.

    `price` and `delivery_days` are those of the basic package, kept here for lists. Counts and ratings are kept by
    the database's triggers; `deactivated_at` is an administrator's veto, whatever the owner's status says.
    """

    __tablename__ = "gig"
    __table_args__ = (
        CheckConstraint("price IS NULL OR price > 0", name="price_positive"),
        CheckConstraint("delivery_days IS NULL OR delivery_days > 0", name="delivery_days_positive"),
        CheckConstraint(
            "status <> 'published' OR (price IS NOT NULL AND delivery_days IS NOT NULL)",
            name="published_is_whole",
        ),
        CheckConstraint("rating_count >= 0 AND rating_sum >= rating_count", name="rating_sound"),
        Index("ix_gig_freelancer", "freelancer_id", "id"),
    )

    id: Mapped[Id]
    freelancer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"), index=True)
    status: Mapped[GigStatus] = mapped_column(
        stored_enum(GigStatus, "gig_status"), server_default=GigStatus.DRAFT.value
    )
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    language: Mapped[str] = mapped_column(server_default=text("'fr'"))
    tags: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    cover: Mapped[str | None]
    price: Mapped[int | None]
    delivery_days: Mapped[int | None]
    views: Mapped[int] = mapped_column(server_default=text("0"))
    orders_count: Mapped[int] = mapped_column(server_default=text("0"))
    rating_sum: Mapped[int] = mapped_column(server_default=text("0"))
    rating_count: Mapped[int] = mapped_column(server_default=text("0"))
    deactivated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    deactivated_reason: Mapped[str | None]
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[Moment] = mapped_column(server_default=text("now()"))

    packages: Mapped[list["GigPackage"]] = relationship(
        lazy="raise", order_by="GigPackage.tier", cascade="all, delete-orphan"
    )
    pictures: Mapped[list["GigPicture"]] = relationship(
        lazy="raise", order_by="GigPicture.position", cascade="all, delete-orphan"
    )
    faq: Mapped[list["GigFaq"]] = relationship(
        lazy="raise", order_by="GigFaq.position", cascade="all, delete-orphan"
    )
    questions: Mapped[list["GigQuestion"]] = relationship(
        lazy="raise", order_by="GigQuestion.position", cascade="all, delete-orphan"
    )

    @property
    def is_offered(self) -> bool:
        """Whether strangers see it and may order it, as far as the gig itself is concerned."""
        return self.status is GigStatus.PUBLISHED and self.deactivated_at is None

    @property
    def rating(self) -> float | None:
        return self.rating_sum / self.rating_count if self.rating_count else None


class GigPackage(Base):
    """What one price buys; `revisions` is empty when there is no end to them."""

    __tablename__ = "gig_package"
    __table_args__ = (
        UniqueConstraint("gig_id", "tier"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("delivery_days BETWEEN 1 AND 365", name="delivery_days_sane"),
        CheckConstraint("revisions IS NULL OR revisions BETWEEN 0 AND 99", name="revisions_sane"),
    )

    id: Mapped[Id]
    gig_id: Mapped[UUID] = mapped_column(ForeignKey("gig.id", ondelete="CASCADE"))
    tier: Mapped[Tier] = mapped_column(stored_enum(Tier, "gig_tier"))
    title: Mapped[str]
    contents: Mapped[str]
    price: Mapped[MoneyColumn]
    delivery_days: Mapped[int]
    revisions: Mapped[int | None]


class GigPicture(Base):
    """One of up to six pictures; the first is the cover."""

    __tablename__ = "gig_picture"
    __table_args__ = (Index("ix_gig_picture_gig", "gig_id", "position"),)

    id: Mapped[Id]
    gig_id: Mapped[UUID] = mapped_column(ForeignKey("gig.id", ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    position: Mapped[int]


class GigFaq(Base):
    """A question that clients ask often, and its answer."""

    __tablename__ = "gig_faq"
    __table_args__ = (Index("ix_gig_faq_gig", "gig_id", "position"),)

    id: Mapped[Id]
    gig_id: Mapped[UUID] = mapped_column(ForeignKey("gig.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    answer: Mapped[str]


class GigQuestion(Base):
    """Something the client answers before the work starts; at most ten a gig."""

    __tablename__ = "gig_question"
    __table_args__ = (Index("ix_gig_question_gig", "gig_id", "position"),)

    id: Mapped[Id]
    gig_id: Mapped[UUID] = mapped_column(ForeignKey("gig.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    required: Mapped[bool] = mapped_column(server_default=text("true"))


class GigDay(Base):
    """How often a gig was looked at on one day in Casablanca."""

    __tablename__ = "gig_day"

    gig_id: Mapped[UUID] = mapped_column(ForeignKey("gig.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    views: Mapped[int] = mapped_column(server_default=text("0"))


class Favourite(Base):
    """A gig somebody wants to find again."""

    __tablename__ = "favourite"
    __table_args__ = (Index("ix_favourite_gig", "gig_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    gig_id: Mapped[UUID] = mapped_column(ForeignKey("gig.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[CreatedAt]
