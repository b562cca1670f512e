"""The tables of disputes and of claims that nothing was delivered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum
from twiza.orders.kinds import OrderStatus


class DisputeReason(StrEnum):
    PAYMENT_REFUSED = "payment_refused"
    PAYMENT_UNANSWERED = "payment_unanswered"
    NOT_DELIVERED = "not_delivered"
    NOT_AS_AGREED = "not_as_agreed"
    CLIENT_SILENT = "client_silent"
    SELLER_LEFT = "seller_left"
    CLIENT_LEFT = "client_left"
    OTHER = "other"


class DisputeOutcome(StrEnum):
    """An order that has ended keeps its status: a complaint about it is upheld or dismissed."""

    FORCE_COMPLETE = "force-complete"
    FORCE_CANCEL = "force-cancel"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Dispute(Base):
    """A disagreement put before an administrator: it stops the order's clock; one open at a time."""

    __tablename__ = "dispute"
    __table_args__ = (
        Index("uq_dispute_open", "order_id", unique=True, postgresql_where=sql("closed_at IS NULL")),
        Index("ix_dispute_order", "order_id", "id"),
        Index("ix_dispute_queue", "answer_due_at", postgresql_where=sql("closed_at IS NULL")),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"))
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[DisputeReason] = mapped_column(stored_enum(DisputeReason, "dispute_reason"))
    details: Mapped[str]
    answer_due_at: Mapped[Moment]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[DisputeOutcome | None] = mapped_column(stored_enum(DisputeOutcome, "dispute_outcome"))
    decision: Mapped[str] = mapped_column(server_default=sql("''"))
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]

    @property
    def prepared(self) -> DisputeOutcome | None:
        """The decision that only waits for an administrator's yes: nobody answered a claim in time."""
        unanswered = self.opened_by_id is None and self.reason is DisputeReason.NOT_DELIVERED
        return DisputeOutcome.FORCE_CANCEL if unanswered else None

    def prepared_in(self, status: OrderStatus) -> DisputeOutcome | None:
        """Nothing is prepared any more once the work was handed over after all."""
        return self.prepared if status is OrderStatus.IN_PROGRESS else None


class DisputeStatement(Base):
    """What one side says in a dispute."""

    __tablename__ = "dispute_statement"
    __table_args__ = (Index("ix_dispute_statement_dispute", "dispute_id", "id"),)

    id: Mapped[Id]
    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("dispute.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str]
    created_at: Mapped[CreatedAt]


class NonDeliveryClaim(Base):
    """The client says that the deadline passed without work; unanswered for 72 hours, a cancellation is prepared.

    An answer closes it, and so do a delivery, more time agreed upon, and the end of the order.
    """

    __tablename__ = "non_delivery_claim"
    __table_args__ = (
        Index(
            "uq_non_delivery_claim_open", "order_id", unique=True, postgresql_where=sql("closed_at IS NULL")
        ),
        Index("ix_non_delivery_claim_due", "answer_due_at", postgresql_where=sql("closed_at IS NULL")),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"))
    details: Mapped[str]
    answer_due_at: Mapped[Moment]
    answer: Mapped[str] = mapped_column(server_default=sql("''"))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    dispute_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispute.id"))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]
