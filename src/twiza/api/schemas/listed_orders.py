"""An order as lists show it. Each moment has a local string beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.gigs.models import Tier
from twiza.orders.kinds import OrderStatus, Party, PaymentStatus, Stage

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
