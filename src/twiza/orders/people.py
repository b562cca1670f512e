"""The two people of an order, as each sees the other: never a phone or an email."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account
from twiza.accounts.queries import avatar_url

Client, Freelancer = aliased(Account), aliased(Account)
_SHOWN = ("id", "first_name", "last_name", "avatar", "identity_verified_at", "status", "deleted_at")


@dataclass(frozen=True, slots=True)
class Person:
    """One side of an order; whoever left has no name any more."""

    id: UUID
    first_name: str
    last_name: str
    avatar_url: str | None
    identity_verified: bool
    is_active: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()


def as_json(account: type[Account]) -> ColumnElement[Any]:
    """What the database hands over of one person."""
    fields = [part for name in _SHOWN for part in (name, getattr(account, name))]
    return func.jsonb_build_object(*fields, type_=JSONB)


def person(told: Mapping[str, Any]) -> Person:
    """The person in that answer."""
    return Person(
        id=UUID(told["id"]),
        first_name=told["first_name"],
        last_name=told["last_name"],
        avatar_url=avatar_url(told["avatar"]),
        identity_verified=told["identity_verified_at"] is not None,
        is_active=told["status"] == "ACTIVE" and told["deleted_at"] is None,
    )
