"""The shapes of people: oneself whole, others as everybody may see them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.accounts.models import HatKind
from twiza.api.schemas.places import Place

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_SINCE = {"created_at": "2026-11-21T12:00:00Z", "created_local": "2026-11-21 12:00"}
_CITY = {"slug": "casablanca", "name": "Casablanca"}
PERSON_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "name": "Youssef E.",
    "hats": ["client", "freelancer"],
    "headline": "Identités visuelles pour petites entreprises",
    "city": _CITY,
    "avatar_url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-96.webp",
    **_SINCE,
    "allowed_actions": [],
}
LISTED_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "name": "Youssef E.",
    "hat": "freelancer",
    "headline": "Identités visuelles pour petites entreprises",
    "city": _CITY,
    "category": {"slug": "design", "name": "Design & marque"},
    "avatar_url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-96.webp",
    **_SINCE,
    "allowed_actions": [],
}
ME_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "first_name": "Youssef",
    "last_name": "El Idrissi",
    "phone": "+212622222222",
    "phone_verified": True,
    "email": "youssef@example.ma",
    "email_verified": True,
    "language": "fr",
    "active_hat": "freelancer",
    "hats": ["client", "freelancer"],
    "bio": None,
    "city": _CITY,
    "avatar_url": None,
    "is_admin": False,
    "permissions": [],
    **_SINCE,
    "allowed_actions": ["edit"],
}
EDIT_EXAMPLE: dict[str, Any] = {
    "bio": "Graphiste à Casablanca depuis 2015.",
    "city": "casablanca",
    "language": "fr",
}


class Person(BaseModel):
    """Somebody, as everybody may see them: never a phone or an email."""

    model_config = ConfigDict(json_schema_extra={"examples": [PERSON_EXAMPLE]})

    id: UUID
    name: str = Field(description="The first name and the last name's initial")
    hats: list[HatKind]
    headline: str | None
    city: Place | None
    avatar_url: str | None
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class ListedPerson(BaseModel):
    """Somebody in the list of freelancers or of pros."""

    model_config = ConfigDict(json_schema_extra={"examples": [LISTED_EXAMPLE]})

    id: UUID
    name: str
    hat: HatKind
    headline: str
    city: Place | None
    category: Place | None
    avatar_url: str | None
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class Me(BaseModel):
    """One's own account, whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [ME_EXAMPLE]})

    id: UUID
    first_name: str
    last_name: str
    phone: str | None
    phone_verified: bool
    email: str | None
    email_verified: bool
    language: Literal["fr", "ar", "en"]
    active_hat: HatKind
    hats: list[HatKind]
    bio: str | None
    city: Place | None
    avatar_url: str | None
    is_admin: bool
    permissions: list[str]
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class MeEdit(BaseModel):
    """What one may change about oneself; what isn't sent stays as it is."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, json_schema_extra={"examples": [EDIT_EXAMPLE]}
    )

    first_name: str | None = Field(None, min_length=1, max_length=60)
    last_name: str | None = Field(None, min_length=1, max_length=60)
    bio: str | None = Field(None, max_length=2000, description="null takes it away")
    language: Literal["fr", "ar", "en"] | None = None
    city: str | None = Field(None, max_length=60, description="A city's slug; null takes it away")
