"""What happens to accounts. Never a code, a link or a password: events are kept for ever."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from twiza.kit.events import Event


@dataclass(frozen=True)
class SignedUp(Event):
    account_id: UUID
    hat: str


@dataclass(frozen=True)
class SignedIn(Event):
    account_id: UUID


@dataclass(frozen=True)
class PhoneVerified(Event):
    account_id: UUID


@dataclass(frozen=True)
class EmailVerified(Event):
    account_id: UUID


@dataclass(frozen=True)
class IdentityVerified(Event):
    account_id: UUID


@dataclass(frozen=True)
class IdentityUnverified(Event):
    account_id: UUID
    reason: str


@dataclass(frozen=True)
class PasswordChanged(Event):
    account_id: UUID


@dataclass(frozen=True)
class SignedOutEverywhere(Event):
    """Every token issued before is void; open sockets are to be closed."""

    account_id: UUID


@dataclass(frozen=True)
class AccountBanned(Event):
    account_id: UUID
    by: UUID
    reason: str


@dataclass(frozen=True)
class AccountSuspended(Event):
    account_id: UUID
    reason: str
    until: datetime | None


@dataclass(frozen=True)
class AccountReinstated(Event):
    """A ban was lifted, or a suspension ended."""

    account_id: UUID


@dataclass(frozen=True)
class AdminGranted(Event):
    account_id: UUID


@dataclass(frozen=True)
class AdminRevoked(Event):
    account_id: UUID


@dataclass(frozen=True)
class HatAdded(Event):
    account_id: UUID
    hat: str


@dataclass(frozen=True)
class AccountDeleted(Event):
    """The person left: whoever keeps something about them forgets it in the same transaction."""

    account_id: UUID
