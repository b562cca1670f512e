"""The shapes of gigs: one whole, and what its owner sends."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.api.schemas.gig_search import ListedSeller
from twiza.api.schemas.places import Place
from twiza.gigs.models import GigStatus, Tier

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_TITLE = "Je dessine le logo de votre café"
_DESCRIPTION = (
    "Trois pistes, deux allers-retours, puis tous les fichiers : PNG, SVG et PDF. "
    "Dites-moi le nom exact et ce que vos clients doivent retenir."
)
_PACKAGE_SENT: dict[str, Any] = {
    "tier": "basic",
    "title": "Essentiel",
    "contents": "Un logo\nFichiers PNG et SVG",
    "price": 45000,
    "delivery_days": 5,
    "revisions": 2,
}
_FAQ: dict[str, Any] = {"question": "Et le fichier SVG ?", "answer": "Il est compris."}
_QUESTION: dict[str, Any] = {"question": "Quel est le nom exact ?", "required": True}
_PICTURE: dict[str, Any] = {
    "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b31",
    "url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-1200.webp",
    "small_url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-480.webp",
    "description": "Le logo sur une tasse",
}
GIG_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "title": _TITLE,
    "description": _DESCRIPTION,
    "language": "fr",
    "tags": ["logo", "café"],
    "category": {"slug": "logo-identite", "name": "Logo & identité"},
    "status": "published",
    "is_active": True,
    "price": 45000,
    "delivery_days": 5,
    "packages": [_PACKAGE_SENT],
    "pictures": [_PICTURE],
    "cover_url": _PICTURE["small_url"],
    "faq": [_FAQ],
    "questions": [_QUESTION],
    "rating": 4.9,
    "reviews": 31,
    "orders": 44,
    "views": None,
    "deactivated_reason": None,
    "seller": {
        "id": "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b12",
        "name": "Youssef E.",
        "avatar_url": None,
        "city": "Casablanca",
        "identity_verified": True,
    },
    "created_at": "2026-11-21T12:00:00Z",
    "created_local": "2026-11-21 12:00",
    "allowed_actions": ["order", "favour", "ask"],
}
SENT_EXAMPLE: dict[str, Any] = {
    "title": _TITLE,
    "description": _DESCRIPTION,
    "category": "logo-identite",
    "language": "fr",
    "tags": ["logo", "café"],
    "packages": [_PACKAGE_SENT],
    "faq": [_FAQ],
    "questions": [_QUESTION],
    "is_active": True,
}
_CENTIMES = "In centimes of a dirham"


class PackageSent(BaseModel):
    """What one price buys."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_PACKAGE_SENT]})

    tier: Tier
    title: str = Field(max_length=200)
    contents: str = Field(max_length=2000, description="One thing a line")
    price: int = Field(description=_CENTIMES)
    delivery_days: int
    revisions: int | None = Field(None, description="null: as many as it takes")


class FaqEntry(BaseModel):
    """A question that comes often, and its answer."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_FAQ]})

    question: str = Field(max_length=1000)
    answer: str = Field(max_length=4000)


class QuestionEntry(BaseModel):
    """What the client tells before the work starts."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_QUESTION]})

    question: str = Field(max_length=1000)
    required: bool = True


class GigSent(BaseModel):
    """What an owner says of a gig; what isn't sent stays. `price` and `delivery_days` are the basic package's."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [SENT_EXAMPLE]})

    title: str | None = Field(None, max_length=1000)
    description: str | None = Field(None, max_length=20000)
    category: str | None = Field(None, max_length=60, description="The slug of an online category")
    language: Literal["fr", "ar", "en"] | None = Field(None, description="In which it is written")
    tags: list[str] | None = Field(None, max_length=50)
    price: int | None = Field(
        None, description=f"{_CENTIMES}; a basic package is made of it when there is none"
    )
    delivery_days: int | None = None
    packages: list[PackageSent] | None = Field(None, max_length=3, description="In place of those there are")
    faq: list[FaqEntry] | None = Field(None, max_length=50)
    questions: list[QuestionEntry] | None = Field(None, max_length=50)
    is_active: bool | None = Field(None, description="true publishes or resumes, false pauses")


class Package(BaseModel):
    """What one price buys."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PACKAGE_SENT]})

    tier: Tier
    title: str
    contents: str
    price: int = Field(description=_CENTIMES)
    delivery_days: int
    revisions: int | None = Field(description="null: as many as it takes")


class Picture(BaseModel):
    """A picture of a gig; the first is the cover."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PICTURE]})

    id: UUID
    url: str
    small_url: str
    description: str


class Gig(BaseModel):
    """One gig, whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [GIG_EXAMPLE]})

    id: UUID
    title: str
    description: str
    language: str
    tags: list[str]
    category: Place | None
    status: GigStatus
    is_active: bool = Field(description="Published, and not taken off the site")
    price: int | None = Field(description="Of the basic package, in centimes")
    delivery_days: int | None = Field(description="Of the basic package")
    packages: list[Package]
    pictures: list[Picture]
    cover_url: str
    faq: list[FaqEntry]
    questions: list[QuestionEntry]
    rating: float | None
    reviews: int
    orders: int
    views: int | None = Field(description="For its owner alone")
    deactivated_reason: str | None = Field(description="For its owner: why an administrator took it off")
    seller: ListedSeller
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class OwnGig(BaseModel):
    """A gig in its owner's list."""

    id: UUID
    title: str
    status: GigStatus
    is_active: bool
    price: int | None
    cover_url: str
    views: int
    views_in_30_days: int
    orders: int
    rating: float | None
    reviews: int
    allowed_actions: list[str]
