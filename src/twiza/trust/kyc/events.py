"""What happens to identity checks: ids and the words of a refusal, never a picture nor the name of a file."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class KycSubmitted(Event):
    account_id: UUID


@dataclass(frozen=True)
class KycApproved(Event):
    account_id: UUID


@dataclass(frozen=True)
class KycRejected(Event):
    account_id: UUID
    reason: str
