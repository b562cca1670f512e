"""The ways a message leaves, and where it can be on its way."""

from enum import StrEnum


class Channel(StrEnum):
    """The ways a message leaves."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    PUSH = "push"


class OutgoingStatus(StrEnum):
    """Where a message is: waiting, in somebody's hands, or at one of five ends."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
