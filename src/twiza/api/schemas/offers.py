"""Offers made to measure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from twiza.orders.offers.models import OfferStatus

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
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
    "created_at": "2026-11-21T12:00:00Z",
    "created_local": "2026-11-21 12:00",
    "allowed_actions": ["accept", "decline"],
}


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
