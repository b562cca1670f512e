"""The shape of a gig in a list of results."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.api.schemas.places import Place

LISTED_GIG_EXAMPLE: dict[str, Any] = {
    "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11",
    "title": "Je dessine le logo de votre café",
    "language": "fr",
    "cover_url": "/art/gig/logo-identite-7.svg",
    "price": 45000,
    "delivery_days": 3,
    "rating": 4.9,
    "reviews": 31,
    "category": {"slug": "logo-identite", "name": "Logo & identité"},
    "seller": {
        "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b12",
        "name": "Youssef E.",
        "avatar_url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-96.webp",
        "city": "Casablanca",
        "identity_verified": True,
    },
    "created_at": "2026-11-21T12:00:00Z",
    "created_local": "2026-11-21 12:00",
    "allowed_actions": ["order", "favour", "ask"],
}


class ListedSeller(BaseModel):
    """Who offers it."""

    id: UUID
    name: str = Field(description="The first name and the last name's initial")
    avatar_url: str | None
    city: str | None
    identity_verified: bool


class ListedGig(BaseModel):
    """A gig as lists show it."""

    model_config = ConfigDict(json_schema_extra={"examples": [LISTED_GIG_EXAMPLE]})

    id: UUID
    title: str
    language: str
    cover_url: str
    price: int = Field(description="Of the basic package, in centimes")
    delivery_days: int = Field(description="Of the basic package")
    rating: float | None
    reviews: int
    category: Place | None
    seller: ListedSeller
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]
