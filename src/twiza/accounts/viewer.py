"""Who is looking: what pages, the API and sockets know about the person behind a request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from twiza.accounts.models import HatKind, Permission


@dataclass(frozen=True, slots=True)
class Viewer:
    """An active account as it stands at this request; read from the database, never from the token alone."""

    id: UUID
    first_name: str
    last_name: str
    email: str | None
    hat: HatKind
    hats: tuple[HatKind, ...]
    is_admin: bool
    permissions: frozenset[str]
    avatar_url: str | None
    language: str
    phone_verified: bool
    email_verified: bool
    has_totp: bool
    version: int
    auth_time: datetime

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    def may(self, permission: Permission) -> bool:
        """Whether this administrator looks after that; an owner looks after everything."""
        return self.is_admin and bool({permission, Permission.OWNER} & self.permissions)
