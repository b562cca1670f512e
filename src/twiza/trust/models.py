"""The table of reports: what people find wrong with a gig, a profile, a message, a review."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit.db import Base, CreatedAt, Id, Moment, stored_enum


class ReportedKind(StrEnum):
    GIG = "gig"
    PROFILE = "profile"
    MESSAGE = "message"
    REVIEW = "review"
    BOOKING = "booking"


class ReportReason(StrEnum):
    SCAM = "scam"
    OFFENSIVE = "offensive"
    FORBIDDEN = "forbidden"
    COPY = "copy"
    SPAM = "spam"
    OTHER = "other"
    NO_SHOW = "no_show"


class ReportStatus(StrEnum):
    OPEN = "OPEN"
    IN_REVIEW = "IN_REVIEW"
    RESOLVED = "RESOLVED"
    REJECTED = "REJECTED"


class Report(Base):
    """One person's complaint about one thing; an administrator answers it."""

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "uq_report_open",
            "reporter_id",
            "kind",
            "subject_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_report_subject", "subject_id"),
        Index("ix_report_queue", "due_at", postgresql_where=text("closed_at IS NULL")),
    )

    id: Mapped[Id]
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[ReportedKind] = mapped_column(stored_enum(ReportedKind, "reported_kind"))
    subject_id: Mapped[UUID]
    about_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[ReportReason] = mapped_column(stored_enum(ReportReason, "report_reason"))
    title: Mapped[str] = mapped_column(server_default=text("''"))
    details: Mapped[str]
    is_urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    status: Mapped[ReportStatus] = mapped_column(
        stored_enum(ReportStatus, "report_status"), server_default=ReportStatus.OPEN.value
    )
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    due_at: Mapped[Moment]
    decision: Mapped[str] = mapped_column(server_default=text("''"))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[CreatedAt]


class ReportFile(Base):
    """What somebody added to a report as proof."""

    __tablename__ = "report_file"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), primary_key=True, unique=True)
