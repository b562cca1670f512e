"""An order with everything that belongs to it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from twiza.api.schemas.listed_orders import ListedOrder
from twiza.api.schemas.order_files import FileLink, Handover, Proof
from twiza.api.schemas.payout import Payout
from twiza.api.schemas.quarrels import ShownClaim, ShownDispute
from twiza.orders.kinds import OrderStatus, Party


class Alarm(BaseModel):
    """Something the clock does by itself, unless somebody is faster."""

    verb: str
    at: datetime
    local: str


class Question(BaseModel):
    id: UUID
    question: str
    required: bool
    answer: str
    answered_at: datetime | None


class Extra(BaseModel):
    """More time, asked for; `accepted` is null while nobody has answered, or when it lapsed."""

    id: UUID
    by_id: UUID
    days: int
    reason: str
    accepted: bool | None
    answered_at: datetime | None
    created_at: datetime
    created_local: str


class Change(BaseModel):
    """One line of the history."""

    verb: str
    party: Party
    actor_id: UUID | None
    from_status: OrderStatus | None
    to_status: OrderStatus
    note: str
    at: datetime
    local: str


class WholeOrder(ListedOrder):
    """An order with everything that belongs to it."""

    contents: str
    delivery_days: int
    revisions: int | None = Field(description="null: as many as needed")
    revisions_left: int | None
    terms_version: str
    paid_at: datetime | None
    started_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None
    alarms: list[Alarm]
    payout: Payout | None = Field(description="For whoever has to pay, until it is paid")
    questions: list[Question]
    proofs: list[Proof]
    deliveries: list[Handover]
    extensions: list[Extra]
    claims: list[ShownClaim]
    disputes: list[ShownDispute]
    files: list[FileLink]
    history: list[Change]
