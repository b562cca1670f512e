"""The shapes of pros: in lists, one by one, and their free hours."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.api.schemas.places import Place
from twiza.pros.models import PricingType

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b13"
_CITY = {"slug": "casablanca", "name": "Casablanca"}
_CATEGORY = {"slug": "plomberie", "name": "Plomberie"}
_FREE = {"next_free": "2026-11-26T14:00:00Z", "next_free_local": "2026-11-26 14:00"}
_AVATAR = "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-96.webp"
LISTED_PRO_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "name": "Hassan O.",
    "headline": "Fuites et chauffe-eau, le jour même",
    "avatar_url": _AVATAR,
    "city": _CITY,
    "category": _CATEGORY,
    "price_min": 15000,
    "price_max": 40000,
    "call_out_fee": 10000,
    "rating": 4.9,
    "reviews": 186,
    "jobs_done": 312,
    "identity_verified": True,
    "is_premium": False,
    "is_sponsored": False,
    "takes_urgent": True,
    "is_free": True,
    **_FREE,
    "allowed_actions": ["book"],
}
PRO_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "name": "Hassan O.",
    "headline": "Fuites et chauffe-eau, le jour même",
    "bio": "Plombier depuis 2018 à Casablanca.",
    "avatar_url": _AVATAR,
    "city": _CITY,
    "call_out_fee": 10000,
    "call_out_includes": "Le déplacement et le diagnostic",
    "min_notice_hours": 2,
    "takes_urgent": True,
    "is_paused": False,
    "identity_verified": True,
    "is_premium": False,
    "rating": 4.9,
    "reviews": 186,
    "services": [
        {
            "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b14",
            "category": _CATEGORY,
            "pricing_type": "RANGE",
            "price_min": 15000,
            "price_max": 40000,
        }
    ],
    "neighbourhoods": [{"slug": "maarif", "name": "Maârif"}],
    "photos": [],
    "jobs_done": 312,
    "answers_percent": 98,
    "answers_minutes": 12,
    **_FREE,
    "created_at": "2026-11-21T12:00:00Z",
    "created_local": "2026-11-21 12:00",
    "allowed_actions": ["book"],
}
SLOTS_EXAMPLE: dict[str, Any] = {
    "items": [
        {
            "date": "2026-11-26",
            "slots": [{"at": "2026-11-26T14:00:00Z", "at_local": "2026-11-26 14:00"}],
            "allowed_actions": [],
        }
    ],
    **_FREE,
    "allowed_actions": ["book"],
}


class ListedPro(BaseModel):
    """A pro as lists show one: never a phone."""

    model_config = ConfigDict(json_schema_extra={"examples": [LISTED_PRO_EXAMPLE]})

    id: UUID
    name: str = Field(description="The first name and the last name's initial")
    headline: str
    avatar_url: str | None
    city: Place
    category: Place = Field(description="The one asked for, or the first of the pro's")
    price_min: int = Field(description="In centimes; what is asked for least work")
    price_max: int = Field(description="In centimes; the same as the lowest when it is fixed")
    call_out_fee: int | None = Field(description="In centimes; null when nothing is said")
    rating: float | None
    reviews: int
    jobs_done: int = Field(description="In the last six months")
    identity_verified: bool
    is_premium: bool
    is_sponsored: bool = Field(description="A Boost runs for this city and category")
    takes_urgent: bool
    is_free: bool = Field(description="At the hour asked for; without one, within seven days")
    next_free: datetime | None
    next_free_local: str | None = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class ProService(BaseModel):
    """One category that a pro works in, and what it costs."""

    id: UUID
    category: Place
    pricing_type: PricingType
    price_min: int
    price_max: int


class ProPhoto(BaseModel):
    url: str
    small_url: str
    description: str


class OnePro(BaseModel):
    """A pro as everybody may see one: never a phone."""

    model_config = ConfigDict(json_schema_extra={"examples": [PRO_EXAMPLE]})

    id: UUID
    name: str
    headline: str
    bio: str
    avatar_url: str | None
    city: Place
    call_out_fee: int | None
    call_out_includes: str
    min_notice_hours: int
    takes_urgent: bool
    is_paused: bool = Field(description="Takes no bookings at the moment")
    identity_verified: bool
    is_premium: bool
    rating: float | None
    reviews: int
    services: list[ProService]
    neighbourhoods: list[Place] = Field(description="None means the whole city")
    photos: list[ProPhoto]
    jobs_done: int
    answers_percent: int | None = Field(description="Of the requests of six months; null while unknown")
    answers_minutes: int | None = Field(description="The usual time to an answer; null while unknown")
    next_free: datetime | None
    next_free_local: str | None
    created_at: datetime
    created_local: str
    allowed_actions: list[str]


class Slot(BaseModel):
    """The beginning of a free hour."""

    at: datetime
    at_local: str = Field(description="The same moment as people in Morocco read it")


class DayOfSlots(BaseModel):
    date: date
    slots: list[Slot]
    allowed_actions: list[str]


class Slots(BaseModel):
    """The free hours of each day."""

    model_config = ConfigDict(json_schema_extra={"examples": [SLOTS_EXAMPLE]})

    items: list[DayOfSlots]
    next_free: datetime | None
    next_free_local: str | None
    allowed_actions: list[str]
