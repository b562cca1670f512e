"""The table of custom offers."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum
from twiza.kit.money import MoneyColumn


class OfferStatus(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Offer(Base):
    """What a freelancer proposes to one client; accepted, it is an order."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("client_id <> freelancer_id", name="two_people"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("delivery_days BETWEEN 1 AND 365", name="delivery_days_sane"),
        CheckConstraint("revisions IS NULL OR revisions BETWEEN 0 AND 99", name="revisions_sane"),
        CheckConstraint("(status = 'accepted') = (order_id IS NOT NULL)", name="accepted_is_an_order"),
        Index("ix_offer_client", "client_id", "id"),
        Index("ix_offer_freelancer", "freelancer_id", "id"),
    )

    id: Mapped[Id]
    freelancer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    gig_id: Mapped[UUID | None] = mapped_column(ForeignKey("gig.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("order.id"), unique=True)
    status: Mapped[OfferStatus] = mapped_column(
        stored_enum(OfferStatus, "offer_status"), server_default=OfferStatus.PROPOSED.value
    )
    title: Mapped[str]
    scope: Mapped[str]
    price: Mapped[MoneyColumn]
    delivery_days: Mapped[int]
    revisions: Mapped[int | None]
    expires_at: Mapped[Moment]
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]
