"""Disputes and claims, as their parties and administrators see them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from twiza.orders.disputes.models import DisputeOutcome, DisputeReason
from twiza.orders.kinds import OrderStatus


class Said(BaseModel):
    id: UUID
    by_id: UUID
    text: str
    created_at: datetime
    created_local: str


class ShownDispute(BaseModel):
    """A disagreement before an administrator."""

    id: UUID
    opened_by_id: UUID | None = Field(description="null when the rules opened it")
    reason: DisputeReason
    details: str
    answer_due_at: datetime
    answer_due_local: str
    outcome: DisputeOutcome | None
    decision: str
    closed_at: datetime | None
    created_at: datetime
    created_local: str
    statements: list[Said]


class ShownClaim(BaseModel):
    """The client says that nothing was delivered."""

    id: UUID
    details: str
    answer: str
    answer_due_at: datetime
    answer_due_local: str
    answered_at: datetime | None
    closed_at: datetime | None
    created_at: datetime
    created_local: str


class QueuedDispute(BaseModel):
    """A dispute that waits for a decision, as administrators see it."""

    id: UUID
    order_id: UUID
    reference: str
    title: str
    price: int
    status: OrderStatus
    reason: DisputeReason
    opened_by_id: UUID | None
    owner_id: UUID | None
    prepared: DisputeOutcome | None = Field(description="Decided by the rules but for your yes")
    client_stated: bool
    freelancer_stated: bool
    answer_due_at: datetime
    answer_due_local: str
    created_at: datetime
    created_local: str
    allowed_actions: list[str]
