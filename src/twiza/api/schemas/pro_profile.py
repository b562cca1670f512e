"""The shapes of one's own profile as a pro."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.api.schemas.places import Place
from twiza.pros.models import PricingType

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_SERVICE: dict[str, Any] = {
    "category": "plomberie",
    "pricing_type": "RANGE",
    "min_price": 15000,
    "max_price": 40000,
}
_BEGUN: dict[str, Any] = {"city": "casablanca", "whatsapp": "06 12 34 56 78", "services": [_SERVICE]}
_EDITED: dict[str, Any] = {
    "headline": "Plombier à Casablanca depuis 2009",
    "min_notice_hours": 2,
    "call_out_fee": 10000,
    "call_out_includes": "Déplacement et diagnostic",
    "neighbourhoods": ["maarif", "gauthier"],
}
_PHOTO: dict[str, Any] = {
    "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b31",
    "url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-1200.webp",
    "small_url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-480.webp",
    "description": "Une salle de bain refaite",
    "allowed_actions": ["edit", "remove"],
}
PROFILE_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    **_EDITED,
    "neighbourhoods": [{"slug": "maarif", "name": "Maârif"}, {"slug": "gauthier", "name": "Gauthier"}],
    "bio": "Fuites, chauffe-eau, sanitaires. Je donne un prix avant de commencer.",
    "whatsapp": "+212612345678",
    "city": {"slug": "casablanca", "name": "Casablanca"},
    "takes_urgent": True,
    "paused": False,
    "services": [
        {
            "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b21",
            **_SERVICE,
            "category": {"slug": "plomberie", "name": "Plomberie"},
            "fixed_price": None,
            "is_active": True,
            "allowed_actions": ["edit", "remove"],
        }
    ],
    "photos": [_PHOTO],
    "premium": False,
    "limits": {"categories": 1, "bio": 500, "photos": 3},
    "hidden_until": None,
    "suspended": False,
    "allowed_actions": ["edit", "pause"],
}
_CENTIMES = "In centimes of a dirham"


class ServiceSent(BaseModel):
    """A category and what it costs: a range, or a fixed price. It informs and binds nobody."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_SERVICE]})

    category: str = Field(max_length=60, description="The slug of a local category")
    pricing_type: PricingType
    min_price: int | None = Field(None, description=_CENTIMES)
    max_price: int | None = Field(None, description=_CENTIMES)
    fixed_price: int | None = Field(None, description=_CENTIMES)
    is_active: bool = Field(True, description="false takes it off the lists for now")


class BecomingSent(BaseModel):
    """What it takes to become a pro; hours are opened afterwards."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_BEGUN]})

    city: str = Field(max_length=60, description="A city's slug")
    whatsapp: str = Field(max_length=40, description="Shown only while a booking is confirmed")
    services: list[ServiceSent] = Field(max_length=10)


class ProfileEdit(BaseModel):
    """What a pro says; what isn't sent stays. `call_out_fee: null` means none."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EDITED]})

    headline: str | None = Field(None, max_length=500)
    bio: str | None = Field(None, max_length=10000)
    whatsapp: str | None = Field(None, max_length=40)
    city: str | None = Field(None, max_length=60, description="A city's slug; refused with jobs ahead")
    neighbourhoods: list[str] | None = Field(
        None, max_length=100, description="Slugs of the city's; none of them means all of it"
    )
    min_notice_hours: int | None = Field(None, description="From 0 to 168")
    takes_urgent: bool | None = None
    call_out_fee: int | None = Field(None, description=_CENTIMES)
    call_out_includes: str | None = Field(None, max_length=1000)
    paused: bool | None = Field(None, description="true takes the profile out of the lists")


class PhotoEdit(BaseModel):
    """Words for a photo, or its place."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"description": _PHOTO["description"]}]}
    )

    description: str | None = Field(None, max_length=500)
    first: bool = Field(default=False, description="true shows it before the others")


class Service(BaseModel):
    """A service with its price."""

    id: UUID
    category: Place
    pricing_type: PricingType
    min_price: int | None
    max_price: int | None
    fixed_price: int | None
    is_active: bool
    allowed_actions: list[str]


class Photo(BaseModel):
    """A photo of the pro's work."""

    id: UUID
    url: str
    small_url: str
    description: str
    allowed_actions: list[str]


class Limits(BaseModel):
    """What the plan allows."""

    categories: int
    bio: int
    photos: int


class OwnPro(BaseModel):
    """One's own profile as a pro, with the number that others only see while a booking is confirmed."""

    model_config = ConfigDict(json_schema_extra={"examples": [PROFILE_EXAMPLE]})

    id: UUID
    headline: str
    bio: str
    whatsapp: str
    city: Place
    neighbourhoods: list[Place]
    min_notice_hours: int
    takes_urgent: bool
    call_out_fee: int | None
    call_out_includes: str
    paused: bool
    services: list[Service]
    photos: list[Photo]
    premium: bool
    limits: Limits
    hidden_until: str | None
    suspended: bool
    allowed_actions: list[str]
