"""Bookings as they are shown. Each moment has a local string beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.bookings.kinds import BookingEventType, BookingParty, BookingStatus, Duration, ProposalStatus

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_WHO = {"id": _ID, "name": "Hassan O.", "avatar_url": None, "identity_verified": True}
LISTED_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "reference": "BK-K7M2QX",
    "request_id": _ID,
    "status": "PENDING",
    "your_part": "client",
    "client": {**_WHO, "name": "Amina B."},
    "pro": _WHO,
    "city": {"slug": "casablanca", "name": "Casablanca"},
    "category": {"slug": "plomberie", "name": "Plomberie"},
    "neighbourhood": {"slug": "maarif", "name": "Maârif"},
    "description": "Une fuite sous l’évier de la cuisine.",
    "urgent": False,
    "duration": None,
    "starts_at": "2026-11-23T09:00:00Z",
    "starts_local": "2026-11-23 09:00",
    "ends_at": "2026-11-23T10:00:00Z",
    "ends_local": "2026-11-23 10:00",
    "expires_at": "2026-11-22T00:00:00Z",
    "expires_local": "2026-11-22 00:00",
    "asked": 3,
    "waiting": 2,
    "call_out_fee": 10000,
    "min_price": 15000,
    "max_price": 40000,
    "price_text": "150 – 400 MAD",
    "cancel_reason": "",
    "created_at": "2026-11-21T12:00:00Z",
    "created_local": "2026-11-21 12:00",
    "allowed_actions": ["cancel"],
}


class Who(BaseModel):
    """One side of a booking: never a whole name or a number."""

    id: UUID
    name: str
    avatar_url: str | None
    identity_verified: bool


class Named(BaseModel):
    """A city, category or neighbourhood, in the caller's language."""

    slug: str
    name: str


class ListedBooking(BaseModel):
    """One booking of a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [LISTED_EXAMPLE]})

    id: UUID
    reference: str
    request_id: UUID
    status: BookingStatus
    your_part: BookingParty
    client: Who
    pro: Who
    city: Named
    category: Named
    neighbourhood: Named | None
    description: str = Field(description="The client's words; numbers in it are hidden until it is confirmed")
    urgent: bool
    duration: Duration | None = Field(description="null until a pro has confirmed")
    starts_at: datetime
    starts_local: str
    ends_at: datetime
    ends_local: str
    expires_at: datetime | None = Field(description="While it waits: until when the pro may confirm")
    expires_local: str | None
    asked: int = Field(description="For the client: how many pros the request went to")
    waiting: int = Field(description="For the client: how many of them may still answer")
    call_out_fee: int | None = Field(description="Centimes, as it stood when the client asked")
    min_price: int | None
    max_price: int | None
    price_text: str
    cancel_reason: str
    created_at: datetime
    created_local: str
    allowed_actions: list[str]


class Place(BaseModel):
    """Where the job is."""

    address: str
    floor: str
    landmark: str


class Reached(BaseModel):
    """How to reach the other side: there only while the booking is confirmed."""

    name: str
    phone: str | None
    whatsapp: str | None
    wa_me: str | None


class JobFile(BaseModel):
    """A photo or voice note; the link is yours alone and lasts ten minutes."""

    id: UUID
    name: str
    media_type: str
    bytes: int
    width: int | None
    height: int | None
    seconds: int | None
    url: str


class Step(BaseModel):
    """One line of the history."""

    type: BookingEventType
    party: BookingParty
    at: datetime
    local: str


class ProposedHour(BaseModel):
    """Another hour that one side proposed."""

    id: UUID
    proposer: BookingParty
    status: ProposalStatus
    starts_at: datetime
    starts_local: str
    answered_at: datetime | None
    created_at: datetime
    created_local: str


class OtherAsked(BaseModel):
    """Another pro who was asked the same; only the client sees them."""

    id: UUID
    reference: str
    status: BookingStatus
    pro: Who


class WholeBooking(ListedBooking):
    """A booking with everything that belongs to it."""

    address: Place | None = Field(description="For the client; for the pro only while it is confirmed")
    contact: Reached | None = Field(description="Of the other side, only while it is confirmed")
    free_cancelling_until: datetime | None = Field(
        description="Until when the client may cancel a confirmed booking without a penalty"
    )
    free_cancelling_local: str | None
    confirmed_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    agreed_price_client: int | None = Field(description="What each side understood to be the price")
    agreed_price_pro: int | None
    files: list[JobFile]
    proposals: list[ProposedHour]
    others: list[OtherAsked]
    history: list[Step]


class AskedBookings(BaseModel):
    """A request and the booking of each pro who was asked."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": _ID, "bookings": [LISTED_EXAMPLE], "allowed_actions": []}]}
    )

    id: UUID
    bookings: list[ListedBooking]
    allowed_actions: list[str] = Field(description="`ask-next` when nobody is left who could confirm")


class SentFile(BaseModel):
    """A file that waits for the request it was sent for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": _ID, "name": "evier.webp", "media_type": "image/webp", "bytes": 48213}]
        }
    )

    id: UUID
    name: str
    media_type: str
    bytes: int
