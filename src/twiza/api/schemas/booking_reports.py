"""What went wrong with a booking."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.trust.booking_reports import LONGEST, LONGEST_TITLE, MOST_FILES
from twiza.trust.models import ReportReason, ReportStatus

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"


class BookingReportAsked(BaseModel):
    """What is said about the booking."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "Fuite après la visite",
                    "details": "Le joint goutte encore.",
                    "files": [],
                    "no_show": False,
                }
            ]
        },
    )

    title: str = Field(max_length=LONGEST_TITLE)
    details: str = Field(max_length=LONGEST)
    files: list[UUID] = Field([], max_length=MOST_FILES, description="Ids given by `POST /reports/files`")
    no_show: bool = Field(
        False,
        description="Nobody came: from an hour after the start while CONFIRMED; a client also within 48 hours of COMPLETED",
    )


class BookingReport(BaseModel):
    """A report on a booking, as its reporter sees it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _ID,
                    "booking_id": _ID,
                    "reason": "other",
                    "title": "Fuite après la visite",
                    "details": "Le joint goutte encore.",
                    "is_urgent": True,
                    "status": "OPEN",
                    "created_at": "2026-11-21T12:00:00Z",
                    "created_local": "2026-11-21 12:00",
                    "allowed_actions": [],
                }
            ]
        }
    )

    id: UUID
    booking_id: UUID
    reason: ReportReason
    title: str
    details: str
    is_urgent: bool = Field(description="Answered first: the job is two days old at most, or nobody came")
    status: ReportStatus
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class ReportFileSent(BaseModel):
    """A file that waits for the report that names it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": _ID, "name": "fuite.webp", "media_type": "image/webp", "bytes": 48213}]
        }
    )

    id: UUID
    name: str
    media_type: str
    bytes: int
