"""The shapes of reviews."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twiza.accounts.models import HatKind

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
REVIEW_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "order_id": _ID,
    "booking_id": None,
    "gig_id": _ID,
    "reviewer": {"id": _ID, "name": "Amina B."},
    "reviewee": {"id": _ID, "name": "Youssef E."},
    "hat": "freelancer",
    "rating": 5,
    "text": "Travail soigné, livré en avance.",
    "language": "fr",
    "is_public": True,
    "public_at": "2026-11-21T12:00:00Z",
    "answer": {"text": "Merci Amina !", "created_at": "2026-11-22T09:00:00Z"},
    "created_at": "2026-11-21T12:00:00Z",
    "created_local": "2026-11-21 12:00",
    "allowed_actions": [],
}
WRITE_EXAMPLE: dict[str, Any] = {"order_id": _ID, "rating": 5, "text": "Travail soigné, livré en avance."}


class Party(BaseModel):
    """One of the two people of a review."""

    id: UUID
    name: str


class Answer(BaseModel):
    """What the reviewed person said back."""

    text: str
    created_at: datetime


class Review(BaseModel):
    """What one party of a finished order says of the other, or a client of a visit."""

    model_config = ConfigDict(json_schema_extra={"examples": [REVIEW_EXAMPLE]})

    id: UUID
    order_id: UUID | None = Field(description="Only for the two parties")
    booking_id: UUID | None = Field(description="Only for the two parties")
    gig_id: UUID | None
    reviewer: Party
    reviewee: Party
    hat: HatKind = Field(description="As what the person was reviewed")
    rating: int
    text: str
    language: str
    is_public: bool
    public_at: datetime = Field(description="When it became public, or will by itself")
    answer: Answer | None
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class Writing(BaseModel):
    """A review as it is sent."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [WRITE_EXAMPLE]})

    order_id: UUID | None = None
    booking_id: UUID | None = None
    rating: int = Field(ge=1, le=5)
    text: str = Field(min_length=1, max_length=2000)

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if (self.order_id is None) == (self.booking_id is None):
            raise ValueError("give either order_id or booking_id")
        return self


class Answering(BaseModel):
    """An answer as it is sent."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Merci Amina !"}]})

    text: str = Field(min_length=1, max_length=1000)


class Removing(BaseModel):
    """Why an administrator takes a review away."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "Insultes"}]})

    reason: str = Field(min_length=1, max_length=500)
