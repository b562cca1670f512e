"""The table of reviews; triggers keep the ratings of gigs and hats in step with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from twiza.accounts.models import HatKind
from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum


class Review(Base):
    """What one party of a completed order says of the other, or a client of a booked pro.

    `public_at` is when both have written, or fourteen days after the first; before, only its author reads it.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("order_id", "reviewer_id"),
        CheckConstraint("num_nonnulls(order_id, booking_id) = 1", name="of_one_thing"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_in_stars"),
        CheckConstraint("reviewer_id <> reviewee_id", name="two_people"),
        Index("ix_review_reviewee", "reviewee_id", "reviewee_hat", "public_at"),
        Index("ix_review_gig", "gig_id", "public_at", postgresql_where=sql("gig_id IS NOT NULL")),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("order.id"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"), unique=True)
    gig_id: Mapped[UUID | None] = mapped_column(ForeignKey("gig.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    reviewee_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    reviewee_hat: Mapped[HatKind] = mapped_column(stored_enum(HatKind, "hat_kind"))
    rating: Mapped[int]
    text: Mapped[str] = mapped_column(server_default=sql("''"))
    language: Mapped[str] = mapped_column(server_default=sql("'fr'"))
    public_at: Mapped[Moment]
    counted: Mapped[bool] = mapped_column(server_default=sql("false"))
    answer: Mapped[str] = mapped_column(server_default=sql("''"))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]
