"""What happens to the ways of signing in through others."""

from dataclasses import dataclass
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class IdentityLinked(Event):
    account_id: UUID
    provider: str


@dataclass(frozen=True)
class IdentityUnlinked(Event):
    account_id: UUID
    provider: str
