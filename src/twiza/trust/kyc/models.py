"""The tables of identity checks: the case, its sealed files, who looked, what was destroyed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum


class KycStatus(StrEnum):
    NOT_SUBMITTED = "NOT_SUBMITTED"
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class KycSide(StrEnum):
    CIN_FRONT = "cin_front"
    CIN_BACK = "cin_back"
    SELFIE = "selfie"


class KycCase(Base):
    """Where somebody's identity check stands; one a person, no row before the first papers."""

    __tablename__ = "kyc_case"
    __table_args__ = (
        CheckConstraint("status <> 'REJECTED' OR rejection_reason <> ''", name="rejected_with_a_reason"),
        Index("ix_kyc_case_queue", "due_at", postgresql_where=text("status = 'PENDING'")),
        Index(
            "ix_kyc_case_kept",
            "decided_at",
            postgresql_where=text("status = 'APPROVED' AND files_gone_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[KycStatus] = mapped_column(
        stored_enum(KycStatus, "kyc_status"), server_default=KycStatus.NOT_SUBMITTED.value
    )
    rejection_reason: Mapped[str] = mapped_column(server_default=text("''"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    files_gone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class KycParty(StrEnum):
    """Who acts: the person themselves, an administrator, or time."""

    PERSON = "person"
    ADMIN = "admin"
    CLOCK = "clock"


class KycEnd(StrEnum):
    """Why a picture is destroyed."""

    REJECTED = "rejected"
    BADGE_TAKEN = "badge_taken"
    ACCOUNT_DELETED = "account_deleted"
    RETENTION = "retention"
    KEY_LOST = "key_lost"


class KycFile(Base):
    """One sealed picture of a case; a doomed one can't be read any more and waits to be destroyed."""

    __tablename__ = "kyc_file"
    __table_args__ = (
        CheckConstraint("(doomed_at IS NULL) = (doomed_for IS NULL)", name="doomed_for_a_reason"),
        Index(
            "uq_kyc_file_side", "account_id", "side", unique=True, postgresql_where=text("doomed_at IS NULL")
        ),
        Index("ix_kyc_file_doomed", "doomed_at", postgresql_where=text("doomed_at IS NOT NULL")),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("kyc_case.account_id", ondelete="CASCADE"))
    side: Mapped[KycSide] = mapped_column(stored_enum(KycSide, "kyc_side"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    doomed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    doomed_for: Mapped[KycEnd | None] = mapped_column(stored_enum(KycEnd, "kyc_end"))
    created_at: Mapped[CreatedAt]


class KycLook(Base):
    """An administrator opened one of the pictures. Only ever added to."""

    __tablename__ = "kyc_look"
    __table_args__ = (Index("ix_kyc_look_account", "account_id", "id"),)

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    admin_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    side: Mapped[KycSide] = mapped_column(stored_enum(KycSide, "kyc_side"))
    at: Mapped[Moment]


class KycErasure(Base):
    """Proof that a picture's key and bytes were destroyed, and why. Only ever added to."""

    __tablename__ = "kyc_erasure"
    __table_args__ = (Index("ix_kyc_erasure_account", "account_id"),)

    id: Mapped[Id]
    account_id: Mapped[UUID]
    file_id: Mapped[UUID]
    side: Mapped[KycSide] = mapped_column(stored_enum(KycSide, "kyc_side"))
    sha256: Mapped[str]
    reason: Mapped[KycEnd] = mapped_column(stored_enum(KycEnd, "kyc_end"))
    at: Mapped[Moment]
