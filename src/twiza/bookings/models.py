"""The tables of bookings: requests, what each pro was asked, the hours held, history, penalties."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from twiza.bookings.kinds import (
    BookingEventType,
    BookingParty,
    BookingStatus,
    Duration,
    PenaltyType,
    ProposalStatus,
)
from twiza.kit.db import Base, CreatedAt, Id, Json, Moment, stored_enum
from twiza.kit.money import MoneyColumn

_CONFIRMED = text("status = 'CONFIRMED'")
_WHILE = text("tstzrange(starts_at, ends_at)")
ON_THE_HOUR = "extract(epoch FROM starts_at)::bigint % 3600 = 0"


class ClientProfile(Base):
    """A client who books; this row is the lock of everything that concerns the client's requests.

    `tier` counts late cancellations (0 to 4), `cooldown_until` is when booking is possible again, `clean_from` when
    the thirty days began that bring the tier back to 0. Tier 4 has no end: `banned_at` stays until an administrator.
    """

    __tablename__ = "client_profile"
    __table_args__ = (
        CheckConstraint("tier BETWEEN 0 AND 4", name="tier_known"),
        Index("ix_client_profile_clean", "clean_from", postgresql_where=text("tier BETWEEN 1 AND 3")),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    tier: Mapped[int] = mapped_column(server_default=text("0"))
    cooldown_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    clean_from: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    banned_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class BookingRequest(Base):
    """One need at one hour, in the client's words; the address is for whoever confirmed, while it is confirmed."""

    __tablename__ = "booking_request"
    __table_args__ = (
        CheckConstraint(ON_THE_HOUR, name="on_the_hour"),
        Index("ix_booking_request_client", "client_id", "id"),
    )

    id: Mapped[Id]
    client_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    city_id: Mapped[UUID] = mapped_column(ForeignKey("city.id"))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"))
    neighbourhood_id: Mapped[UUID | None] = mapped_column(ForeignKey("neighbourhood.id"))
    starts_at: Mapped[Moment]
    urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    description: Mapped[str]
    address: Mapped[str] = mapped_column(server_default=text("''"))
    floor: Mapped[str] = mapped_column(server_default=text("''"))
    landmark: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[CreatedAt]


class RequestFile(Base):
    """A photo or a voice note of the job."""

    __tablename__ = "request_file"

    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("booking_request.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), primary_key=True, unique=True)
    seconds: Mapped[int | None]


class Booking(Base):
    """What one pro was asked, and what came of it.

    Client, pro, city, category and request never change; they may be read without a lock. `ends_at` is an hour after
    the start until a duration is chosen. The prices are copies of what the client saw.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("client_id <> pro_id", name="two_people"),
        CheckConstraint(ON_THE_HOUR, name="on_the_hour"),
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (duration IS NULL)", name="duration_is_chosen_once_confirmed"
        ),
        CheckConstraint("status <> 'CONFIRMED' OR confirmed_at IS NOT NULL", name="confirmed_at_some_time"),
        CheckConstraint("status <> 'CANCELLED_BY_PRO' OR cancel_reason <> ''", name="pros_give_a_reason"),
        ExcludeConstraint(
            ("pro_id", "="), (_WHILE, "&&"), name="ex_booking_pro", where=_CONFIRMED, using="gist"
        ),
        ExcludeConstraint(
            ("client_id", "="), (_WHILE, "&&"), name="ex_booking_client", where=_CONFIRMED, using="gist"
        ),
        # Sent twice by an impatient thumb, it is asked once.
        Index(
            "uq_booking_asked_once",
            "client_id",
            "pro_id",
            "starts_at",
            unique=True,
            postgresql_where=text("status = 'PENDING'"),
        ),
        Index("ix_booking_client", "client_id", "id"),
        Index("ix_booking_pro", "pro_id", "starts_at"),
        Index("ix_booking_request", "request_id"),
        Index(
            "ix_booking_pending",
            "client_id",
            "city_id",
            "category_id",
            postgresql_where=text("status = 'PENDING'"),
        ),
        Index("ix_booking_expires", "expires_at", postgresql_where=text("status = 'PENDING'")),
        Index("ix_booking_open", "ends_at", postgresql_where=_CONFIRMED),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("booking_request.id"))
    status: Mapped[BookingStatus] = mapped_column(
        stored_enum(BookingStatus, "booking_status"), server_default=BookingStatus.PENDING.value
    )
    client_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    pro_id: Mapped[UUID] = mapped_column(ForeignKey("pro_profile.account_id"))
    city_id: Mapped[UUID] = mapped_column(ForeignKey("city.id"))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("category.id"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    duration: Mapped[Duration | None] = mapped_column(stored_enum(Duration, "estimated_duration"))
    urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    expires_at: Mapped[Moment]
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    cancel_reason: Mapped[str] = mapped_column(server_default=text("''"))
    # The start before the last move, who moved it and when: close to that hour, cancelling is late (`lateness.py`).
    moved_from: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    moved_by: Mapped[BookingParty | None] = mapped_column(stored_enum(BookingParty, "booking_party"))
    moved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    call_out_fee: Mapped[MoneyColumn | None]
    min_price: Mapped[MoneyColumn | None]
    max_price: Mapped[MoneyColumn | None]
    agreed_price_client: Mapped[MoneyColumn | None]
    agreed_price_pro: Mapped[MoneyColumn | None]
    # How many times the calendar entry changed; which reminders went out; whether the pro left it open too long.
    sequence: Mapped[int] = mapped_column(server_default=text("0"))
    reminded: Mapped[int] = mapped_column(server_default=text("0"))
    left_open_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]

    def party(self, account_id: UUID) -> BookingParty | None:
        """Which side this account stands on; None for strangers."""
        if account_id == self.client_id:
            return BookingParty.CLIENT
        return BookingParty.PRO if account_id == self.pro_id else None

    def other(self, account_id: UUID) -> UUID:
        """The side across the table."""
        return self.pro_id if account_id == self.client_id else self.client_id


class BookingEvent(Base):
    """The history of a booking. Only ever added to."""

    __tablename__ = "booking_event"
    __table_args__ = (Index("ix_booking_event_booking", "booking_id", "id"),)

    id: Mapped[Id]
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"))
    type: Mapped[BookingEventType] = mapped_column(stored_enum(BookingEventType, "booking_event_type"))
    party: Mapped[BookingParty] = mapped_column(stored_enum(BookingParty, "booking_party"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    details: Mapped[Json]
    at: Mapped[Moment]


class SlotLock(Base):
    """An hour of a pro that a booking holds."""

    __tablename__ = "slot_lock"
    __table_args__ = (
        CheckConstraint(ON_THE_HOUR, name="on_the_hour"),
        Index("ix_slot_lock_booking", "booking_id"),
    )

    pro_id: Mapped[UUID] = mapped_column(
        ForeignKey("pro_profile.account_id", ondelete="CASCADE"), primary_key=True
    )
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))


class Proposal(Base):
    """Another hour for a confirmed booking, proposed by one side and answered by the other."""

    __tablename__ = "reschedule_proposal"
    __table_args__ = (
        CheckConstraint(ON_THE_HOUR, name="on_the_hour"),
        Index(
            "uq_reschedule_proposal_open",
            "booking_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: Mapped[Id]
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"))
    proposer: Mapped[BookingParty] = mapped_column(stored_enum(BookingParty, "booking_party"))
    starts_at: Mapped[Moment]
    status: Mapped[ProposalStatus] = mapped_column(
        stored_enum(ProposalStatus, "proposal_status"), server_default=ProposalStatus.OPEN.value
    )
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]


class Penalty(Base):
    """A line of the penalty log: what somebody did, what follows and until when, and who excused it."""

    __tablename__ = "penalty_log"
    __table_args__ = (
        UniqueConstraint("booking_id", "type"),
        CheckConstraint("(excused_at IS NULL) = (excused_by IS NULL)", name="excused_by_somebody"),
        Index("ix_penalty_log_account", "account_id", "created_at"),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    type: Mapped[PenaltyType] = mapped_column(stored_enum(PenaltyType, "penalty_type"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    no_show: Mapped[bool] = mapped_column(server_default=text("false"))
    # What it led to: the client's tier, or the pro's hiding or suspension; `ends_at` is empty without end or effect.
    tier: Mapped[int] = mapped_column(server_default=text("0"))
    effect: Mapped[str] = mapped_column(server_default=text("''"))
    ends_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    excused_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    excused_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    excuse: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[CreatedAt]
