"""The tables of orders: what was bought on which terms, and everything that happened to it since."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.gigs.models import Tier
from twiza.kit import clock
from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum
from twiza.kit.money import MoneyColumn
from twiza.orders.kinds import STAGES, FileRole, OrderStatus, Party, PaymentStatus, Stage


class Order(Base):
    """One purchase: package, price and terms are copies, so that later edits of the gig change nothing here.

    `starts_itself_at`, `approves_itself_at`, `cancels_itself_at` and `payment_answer_due_at` are alarms that the
    clock keeps. An open dispute stops the order's own time: alarms and deadline get what was left of theirs back.
    """

    __tablename__ = "order"
    __table_args__ = (
        CheckConstraint("client_id <> freelancer_id", name="two_people"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("revisions_used >= 0", name="revisions_counted"),
        CheckConstraint("revisions IS NULL OR revisions_used <= revisions", name="revisions_within_package"),
        CheckConstraint(
            "(ended_at IS NOT NULL) = (status IN ('COMPLETED', 'CANCELLED'))", name="ended_when_it_ends"
        ),
        Index("ix_order_client", "client_id", "id"),
        Index("ix_order_freelancer", "freelancer_id", "id"),
        Index("ix_order_gig", "gig_id"),
        Index("ix_order_starts", "starts_itself_at", postgresql_where=text("starts_itself_at IS NOT NULL")),
        Index(
            "ix_order_approves", "approves_itself_at", postgresql_where=text("approves_itself_at IS NOT NULL")
        ),
        Index(
            "ix_order_cancels", "cancels_itself_at", postgresql_where=text("cancels_itself_at IS NOT NULL")
        ),
        Index(
            "ix_order_payment_answer",
            "payment_answer_due_at",
            postgresql_where=text("payment_answer_due_at IS NOT NULL"),
        ),
        Index("ix_order_due", "due_at", postgresql_where=text("status = 'IN_PROGRESS'")),
        # A form sent twice, or by an impatient thumb, places one order.
        Index(
            "uq_order_unpaid",
            "client_id",
            "gig_id",
            "tier",
            unique=True,
            postgresql_where=text("status = 'PENDING_PAYMENT' AND proofs = 0"),
        ),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(unique=True)
    gig_id: Mapped[UUID | None] = mapped_column(ForeignKey("gig.id"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    freelancer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    status: Mapped[OrderStatus] = mapped_column(
        stored_enum(OrderStatus, "order_status"), server_default=OrderStatus.PENDING_PAYMENT.value
    )
    title: Mapped[str]
    cover: Mapped[str | None]
    tier: Mapped[Tier | None] = mapped_column(stored_enum(Tier, "gig_tier"))
    package: Mapped[str]
    contents: Mapped[str]
    price: Mapped[MoneyColumn]
    delivery_days: Mapped[int]
    revisions: Mapped[int | None]
    revisions_used: Mapped[int] = mapped_column(server_default=text("0"))
    terms_version: Mapped[str]
    proofs: Mapped[int] = mapped_column(server_default=text("0"))
    payment_refusals: Mapped[int] = mapped_column(server_default=text("0"))
    disputed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    payment_submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    paid_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    started_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    delivered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    starts_itself_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    approves_itself_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancels_itself_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    payment_answer_due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reminded: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[CreatedAt]

    def party(self, account_id: UUID) -> Party | None:
        """Which side this account stands on; None for strangers."""
        if account_id == self.client_id:
            return Party.CLIENT
        return Party.FREELANCER if account_id == self.freelancer_id else None

    def other(self, account_id: UUID) -> UUID:
        """The side across the table."""
        return self.freelancer_id if account_id == self.client_id else self.client_id

    @property
    def has_ended(self) -> bool:
        return self.status in {OrderStatus.COMPLETED, OrderStatus.CANCELLED}

    @property
    def own_time(self) -> datetime:
        """The present, as the order counts it: it stands still while a dispute is open."""
        return self.disputed_at or clock.now()

    @property
    def is_late(self) -> bool:
        """The deadline passed and nothing was handed over."""
        return (
            self.status is OrderStatus.IN_PROGRESS and self.due_at is not None and self.due_at < self.own_time
        )

    @property
    def revisions_left(self) -> int | None:
        """How often the client may still ask for changes; None when there is no end to it."""
        return None if self.revisions is None else self.revisions - self.revisions_used

    @property
    def stage(self) -> Stage:
        """The same status in the four words of everyday talk."""
        return STAGES.get(self.status, Stage.PROCESSING)

    @property
    def payment_status(self) -> PaymentStatus:
        """Whether the money arrived, as far as the freelancer said."""
        if self.paid_at is not None:
            return PaymentStatus.SUCCESS
        refused = self.status is OrderStatus.PENDING_PAYMENT and self.payment_refusals > 0
        return PaymentStatus.FAILED if refused or self.has_ended else PaymentStatus.PENDING


class OrderChange(Base):
    """The history of an order: who did what, when, from where to where. Only ever added to."""

    __tablename__ = "order_change"
    __table_args__ = (Index("ix_order_change_order", "order_id", "id"),)

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"))
    verb: Mapped[str]
    party: Mapped[Party] = mapped_column(stored_enum(Party, "order_party"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    from_status: Mapped[OrderStatus | None] = mapped_column(stored_enum(OrderStatus, "order_status"))
    to_status: Mapped[OrderStatus] = mapped_column(stored_enum(OrderStatus, "order_status"))
    note: Mapped[str] = mapped_column(server_default=text("''"))
    at: Mapped[Moment]


class OrderAnswer(Base):
    """A question copied from the gig, and what the client answered; work starts when the required ones are."""

    __tablename__ = "order_answer"
    __table_args__ = (UniqueConstraint("order_id", "position"),)

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    required: Mapped[bool]
    answer: Mapped[str] = mapped_column(server_default=text("''"))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PaymentProof(Base):
    """What the client says was transferred; the freelancer verifies or refuses it, never Twiza."""

    __tablename__ = "payment_proof"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("NOT (verified AND refused_at IS NOT NULL)", name="one_answer"),
        Index("ix_payment_proof_order", "order_id", "id"),
        Index("ix_payment_proof_transaction", "folded_transaction"),
        Index(
            "uq_payment_proof_open",
            "order_id",
            unique=True,
            postgresql_where=text("refused_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"))
    transaction_id: Mapped[str]
    folded_transaction: Mapped[str]
    payer_name: Mapped[str]
    amount: Mapped[MoneyColumn]
    used_before: Mapped[bool] = mapped_column(server_default=text("false"))
    amount_differs: Mapped[bool] = mapped_column(server_default=text("false"))
    verified: Mapped[bool] = mapped_column(server_default=text("false"))
    refused_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    refusal: Mapped[str] = mapped_column(server_default=text("''"))
    submitted_at: Mapped[Moment]


class Delivery(Base):
    """One handing-over of work."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"))
    number: Mapped[int]
    note: Mapped[str]
    created_at: Mapped[CreatedAt]


class OrderFile(Base):
    """A file of an order: only its two people, and an administrator looking into it, may read it."""

    __tablename__ = "order_file"
    __table_args__ = (Index("ix_order_file_order", "order_id", "id"),)

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    role: Mapped[FileRole] = mapped_column(stored_enum(FileRole, "order_file_role"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_proof.id"))
    delivery_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id"))
    dispute_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispute.id"))
    statement_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispute_statement.id"))
    created_at: Mapped[CreatedAt]


class Extension(Base):
    """More days, asked by one side and accepted or not by the other; one at a time.

    Answered with neither yes nor no, it lapsed: the work was handed over, or the order ended, meanwhile.
    """

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 90", name="days_sane"),
        Index("uq_extension_open", "order_id", unique=True, postgresql_where=text("answered_at IS NULL")),
        Index("ix_extension_order", "order_id", "id"),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("order.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    days: Mapped[int]
    reason: Mapped[str]
    accepted: Mapped[bool | None]
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]
