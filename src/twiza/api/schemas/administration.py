"""What administrators look through and decide."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.bookings.kinds import BookingParty, PenaltyType
from twiza.bookings.offences import Effect
from twiza.trust.deciding import LONGEST
from twiza.trust.kyc.deciding import LONGEST as LONGEST_NOTE
from twiza.trust.kyc.models import KycStatus
from twiza.trust.models import ReportedKind, ReportReason, ReportStatus

Shown = Literal["waiting", "mine", "closed"]
_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_AT, _LOCAL = "2026-11-21T12:00:00Z", "2026-11-21 12:00"


def _like(example: dict[str, Any], *, sent: bool = False) -> ConfigDict:
    return ConfigDict(extra="forbid" if sent else "ignore", json_schema_extra={"examples": [example]})


class Approval(BaseModel):
    model_config = _like({"note": "Carte lisible, même visage."}, sent=True)

    note: str = Field("", max_length=LONGEST_NOTE, description="For the audit log")


class Refusal(BaseModel):
    model_config = _like({"reason": "La photo de la carte est floue."}, sent=True)

    reason: str = Field(max_length=LONGEST_NOTE, description="The person reads it")


class Ruling(BaseModel):
    """A report that was right."""

    model_config = _like({"decision": "Le plombier n’est pas venu.", "who": "pro"}, sent=True)

    decision: str = Field(max_length=LONGEST)
    who: Literal[BookingParty.CLIENT, BookingParty.PRO] | None = Field(
        None, description="Of a report that nobody came: who wasn't there"
    )


class Excuse(BaseModel):
    model_config = _like({"reason": "Accident attesté."}, sent=True)

    reason: str = Field(max_length=1000)


class QueuedPapers(BaseModel):
    """Somebody's identity check, without its pictures."""

    model_config = _like(
        {
            "account_id": _ID,
            "name": "Hassan Ouali",
            "status": "PENDING",
            "rejection_reason": "",
            "owner_id": None,
            "is_late": False,
            "submitted_at": _AT,
            "submitted_local": _LOCAL,
            "due_at": "2026-11-23T12:00:00Z",
            "due_local": "2026-11-23 12:00",
            "decided_at": None,
            "decided_local": None,
            "allowed_actions": ["approve", "reject"],
        }
    )

    account_id: UUID
    name: str
    status: KycStatus
    rejection_reason: str
    owner_id: UUID | None = Field(description="The administrator who looks after it")
    is_late: bool
    submitted_at: datetime | None
    submitted_local: str | None
    due_at: datetime | None
    due_local: str | None
    decided_at: datetime | None
    decided_local: str | None
    allowed_actions: list[str]


class QueuedReport(BaseModel):
    """A report with whoever made it and whom it is about."""

    model_config = _like(
        {
            "id": _ID,
            "kind": "booking",
            "subject_id": _ID,
            "reason": "no_show",
            "title": "Personne n’est venu",
            "details": "J’ai attendu deux heures.",
            "is_urgent": True,
            "is_late": False,
            "status": "OPEN",
            "decision": "",
            "reporter_id": _ID,
            "about_id": _ID,
            "owner_id": None,
            "due_at": _AT,
            "due_local": _LOCAL,
            "closed_at": None,
            "closed_local": None,
            "created_at": _AT,
            "created_local": _LOCAL,
            "allowed_actions": ["take", "resolve", "reject"],
        }
    )

    id: UUID
    kind: ReportedKind
    subject_id: UUID
    reason: ReportReason
    title: str
    details: str
    is_urgent: bool
    is_late: bool
    status: ReportStatus
    decision: str
    reporter_id: UUID
    about_id: UUID
    owner_id: UUID | None
    due_at: datetime
    due_local: str
    closed_at: datetime | None
    closed_local: str | None
    created_at: datetime
    created_local: str
    allowed_actions: list[str]


class ShownPenalty(BaseModel):
    """A line of somebody's penalty log."""

    model_config = _like(
        {
            "id": _ID,
            "type": "CLIENT_CANCEL_LATE",
            "reference": "BK-ABC234",
            "no_show": False,
            "tier": 1,
            "effect": "cooldown",
            "excuse": "",
            "reason_text": "Réservation BK-ABC234 annulée moins de 12 heures avant.",
            "effect_text": "Pas de réservation jusqu’au 23 nov. 2026, 12:00",
            "ends_at": "2026-11-23T12:00:00Z",
            "ends_local": "2026-11-23 12:00",
            "excused_at": None,
            "excused_local": None,
            "created_at": _AT,
            "created_local": _LOCAL,
            "allowed_actions": ["excuse"],
        }
    )

    id: UUID
    type: PenaltyType
    reference: str | None = Field(description="Of the booking that it is about")
    no_show: bool
    tier: int
    effect: Effect
    excuse: str
    reason_text: str
    effect_text: str
    ends_at: datetime | None
    ends_local: str | None
    excused_at: datetime | None
    excused_local: str | None
    created_at: datetime
    created_local: str
    allowed_actions: list[str]
