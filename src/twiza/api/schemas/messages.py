"""The shapes of conversations, messages and reports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from twiza.messaging.models import MessageKind
from twiza.trust.models import ReportedKind, ReportReason, ReportStatus

_ID = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b11"
_OTHER = "0193a5c8-7d2e-7c31-9b1a-2f4d8e6a0b12"
_SINCE = {"created_at": "2026-11-21T12:00:00Z", "created_local": "2026-11-21 12:00"}
FILE_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "name": "maquette.webp",
    "media_type": "image/webp",
    "bytes": 48_210,
    "seconds": None,
    "url": f"/files/{_ID}?e=1795262400&s=3f0c2a7be8d94b3c",
}
MESSAGE_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "conversation_id": _OTHER,
    "sender_id": _ID,
    "kind": "text",
    "text": "Bonjour, votre forfait comprend-il les fichiers sources ?",
    "order_id": None,
    "offer_id": None,
    "files": [],
    "read": False,
    **_SINCE,
    "allowed_actions": [],
}
CONVERSATION_EXAMPLE: dict[str, Any] = {
    "id": _OTHER,
    "user_id": _OTHER,
    "name": "Youssef E.",
    "avatar_url": "/media/5f0c2a7be8d94b3c9a6e1d2f3b4c5d6e-96.webp",
    "preview": "Bonjour Amina, oui, tout est compris.",
    "kind": "text",
    "is_mine": False,
    "unread": 1,
    "last_at": "2026-11-21T12:00:00Z",
    "last_local": "2026-11-21 12:00",
    "allowed_actions": ["archive", "block", "read", "report", "send"],
}
REPORT_EXAMPLE: dict[str, Any] = {
    "id": _ID,
    "kind": "message",
    "subject_id": _OTHER,
    "reason": "scam",
    "details": "Il demande un virement hors de Twiza.",
    "status": "OPEN",
    **_SINCE,
    "allowed_actions": [],
}


class ShownFile(BaseModel):
    """A file or voice note of a message."""

    model_config = ConfigDict(json_schema_extra={"examples": [FILE_EXAMPLE]})

    id: UUID
    name: str
    media_type: str
    bytes: int
    seconds: int | None = Field(description="How long a voice note lasts")
    url: str | None = Field(description="Opens it for you for ten minutes; null when it is gone")


class ShownMessage(BaseModel):
    """A message as you may see it: phone numbers that the other side typed are hidden."""

    model_config = ConfigDict(json_schema_extra={"examples": [MESSAGE_EXAMPLE]})

    id: UUID
    conversation_id: UUID
    sender_id: UUID
    kind: MessageKind
    text: str
    order_id: UUID | None
    offer_id: UUID | None
    files: list[ShownFile]
    read: bool = Field(description="The other side has read it; always true for what they sent")
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class ShownConversation(BaseModel):
    """Somebody one talks with, and what was said last."""

    model_config = ConfigDict(json_schema_extra={"examples": [CONVERSATION_EXAMPLE]})

    id: UUID
    user_id: UUID = Field(description="The other side: messages are read and sent by this id")
    name: str
    avatar_url: str | None
    preview: str
    kind: MessageKind
    is_mine: bool
    unread: int
    last_at: datetime
    last_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]


class MessageAsked(BaseModel):
    """What to say to whom."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"to": _OTHER, "text": "Bonjour Youssef !"}]}
    )

    to: UUID = Field(description="Whom it is for")
    text: str = Field(max_length=5000)
    order_id: UUID | None = Field(None, description="An order of you two that it is about")


class ReadAsked(BaseModel):
    """Up to where it was read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"up_to": _ID}]})

    up_to: UUID | None = Field(None, description="A message of theirs; all of them without it")


class Unread(BaseModel):
    """What is left."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"unread": 0}]})

    unread: int


class ReportAsked(BaseModel):
    """What is wrong with what."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "gig", "subject_id": _ID, "reason": "copy", "details": "Mes images."}]
        },
    )

    kind: ReportedKind
    subject_id: UUID
    reason: ReportReason
    details: str = Field("", max_length=2000)


class ShownReport(BaseModel):
    """A report as its reporter sees it."""

    model_config = ConfigDict(json_schema_extra={"examples": [REPORT_EXAMPLE]})

    id: UUID
    kind: ReportedKind
    subject_id: UUID
    reason: ReportReason
    details: str
    status: ReportStatus
    created_at: datetime
    created_local: str = Field(description="The same moment as people in Morocco read it")
    allowed_actions: list[str]
