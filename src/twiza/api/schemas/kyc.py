"""Where an identity check stands."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from twiza.trust.kyc.models import KycStatus


class IdentityCheck(BaseModel):
    """One's own identity check."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "REJECTED",
                    "rejection_reason": "La photo de la carte est floue.",
                    "submitted_at": "2026-11-20T09:00:00Z",
                    "submitted_local": "2026-11-20 09:00",
                    "decided_at": "2026-11-20T15:30:00Z",
                    "decided_local": "2026-11-20 15:30",
                    "pictures_destroyed_at": "2026-11-20T15:30:02Z",
                    "pictures_destroyed_local": "2026-11-20 15:30",
                    "barred_by": None,
                    "allowed_actions": ["submit"],
                }
            ]
        }
    )

    status: KycStatus
    rejection_reason: str | None
    submitted_at: datetime | None
    submitted_local: str | None
    decided_at: datetime | None
    decided_local: str | None
    pictures_destroyed_at: datetime | None
    pictures_destroyed_local: str | None
    barred_by: str | None = Field(
        description="Why papers can't be sent at all: kyc_closed, no_profile or already_verified"
    )
    allowed_actions: list[str]
