"""What is told of orders, offers and where one is paid. Each moment has a local string beside it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.gigs.models import Tier
from twiza.orders.disputes.models import DisputeOutcome, DisputeReason
from twiza.orders.kinds import FileRole, OrderStatus, Party, PaymentStatus, Stage
from twiza.orders.offers.models import OfferStatus

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_AT = "2026-11-21T12:00:00Z"
_LOCAL = "2026-11-21 12:00"
_WHO = {"id": _ID, "name": "Youssef E.", "avatar_url": None, "identity_verified": True}
LISTED_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "reference": "TW-K7M2QX",
    "gig_id": _ID,
    "status": "PENDING_PAYMENT",
    "stage": "pending",
    "payment_status": "pending",
    "title": "Logo pour votre commerce",
    "package": {"tier": "basic", "title": "Formule simple"},
    "price": 35000,
    "price_text": "350 MAD",
    "your_part": "client",
    "client": {**_WHO, "name": "Amina B."},
    "freelancer": _WHO,
    "is_late": False,
    "is_disputed": False,
    "due_at": None,
    "due_local": None,
    "created_at": _AT,
    "created_local": _LOCAL,
    "allowed_actions": ["submit-payment", "cancel"],
}
OFFER_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "client_id": _ID,
    "freelancer_id": _ID,
    "gig_id": _ID,
    "order_id": None,
    "status": "proposed",
    "title": "Logo et carte de visite",
    "scope": "Un logo en trois formats et une carte recto verso.",
    "price": 90000,
    "price_text": "900 MAD",
    "delivery_days": 7,
    "revisions": 2,
    "expires_at": "2026-11-28T12:00:00Z",
    "expires_local": "2026-11-28 12:00",
    "created_at": _AT,
    "created_local": _LOCAL,
    "allowed_actions": ["accept", "decline"],
}


class Who(BaseModel):
    """One side of an order."""

    id: UUID
    name: str
    avatar_url: str | None
    identity_verified: bool


class PackageName(BaseModel):
    """Which package was bought; no tier when it was an offer made to measure."""

    tier: Tier | None
    title: str


class ListedOrder(BaseModel):
    """One order of a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [LISTED_EXAMPLE]})

    id: UUID
    reference: str = Field(description="To be written on the transfer")
    gig_id: UUID | None
    status: OrderStatus
    stage: Stage = Field(description="The status in four words")
    payment_status: PaymentStatus
    title: str
    package: PackageName
    price: int = Field(description="Centimes")
    price_text: str
    your_part: Party
    client: Who
    freelancer: Who
    is_late: bool
    is_disputed: bool = Field(description="A dispute is open: the clock stands still")
    due_at: datetime | None
    due_local: str | None
    created_at: datetime
    created_local: str
    allowed_actions: list[str]


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


class FileLink(BaseModel):
    """A file of the order; the link is yours alone and lasts ten minutes."""

    id: UUID
    role: FileRole
    by_id: UUID
    name: str
    media_type: str
    bytes: int
    url: str
    proof_id: UUID | None
    delivery_id: UUID | None
    dispute_id: UUID | None
    statement_id: UUID | None


class UploadedFile(BaseModel):
    """A file that waits to be attached to the order it was sent for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": _ID, "name": "recu.pdf", "media_type": "application/pdf", "bytes": 48213}]
        }
    )

    id: UUID
    name: str
    media_type: str
    bytes: int


class Proof(BaseModel):
    """A declared transfer."""

    id: UUID
    transaction_id: str
    payer_name: str
    amount: int
    amount_text: str
    used_before: bool = Field(description="Another order was paid with this transaction number")
    amount_differs: bool = Field(description="The amount isn’t the price")
    verified: bool
    refused_at: datetime | None
    refusal: str
    submitted_at: datetime
    submitted_local: str


class Handover(BaseModel):
    id: UUID
    number: int
    note: str
    created_at: datetime
    created_local: str


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


class Payout(BaseModel):
    """Where a seller is paid."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "bank",
                    "holder": "Youssef El Idrissi",
                    "rib": "007780000123456789012396",
                    "iban": "MA64007780000123456789012396",
                    "bank": "Attijariwafa bank",
                    "provider": "",
                    "wallet": "",
                }
            ]
        }
    )

    kind: Literal["bank", "wallet"]
    holder: str
    rib: str
    iban: str
    bank: str = Field(description="Empty when the bank’s code isn’t known to us")
    provider: str
    wallet: str


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


class ShownOffer(BaseModel):
    """What a freelancer proposes to one client."""

    model_config = ConfigDict(json_schema_extra={"examples": [OFFER_EXAMPLE]})

    id: UUID
    client_id: UUID
    freelancer_id: UUID
    gig_id: UUID | None
    order_id: UUID | None
    status: OfferStatus
    title: str
    scope: str
    price: int
    price_text: str
    delivery_days: int
    revisions: int | None
    expires_at: datetime
    expires_local: str
    created_at: datetime
    created_local: str
    allowed_actions: list[str]


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
