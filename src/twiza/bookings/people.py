"""The two people of a booking, as each sees the other: never a phone, an email or a whole name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account, AccountStatus
from twiza.accounts.queries import avatar_url

Client, Pro = aliased(Account), aliased(Account)


@dataclass(frozen=True, slots=True)
class Person:
    """One side of a booking; whoever left has no name any more."""

    id: UUID
    first_name: str
    last_initial: str
    avatar_url: str | None
    identity_verified: bool
    is_active: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_initial}." if self.last_initial else self.first_name

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_initial).upper()


def columns(account: type[Account]) -> tuple[ColumnElement[Any], ...]:
    """What the database is asked of one person."""
    shown = (
        account.id,
        account.first_name,
        account.last_name,
        account.avatar,
        account.identity_verified_at,
        account.status,
        account.deleted_at,
    )
    return tuple(one.expression for one in shown)


COLUMNS = len(columns(Account))


def person(  # noqa: PLR0917  the columns above, in their order
    account_id: UUID,
    first_name: str,
    last_name: str,
    avatar: str | None,
    verified_at: datetime | None,
    status: AccountStatus,
    deleted_at: datetime | None,
) -> Person:
    """The person in that answer."""
    return Person(
        account_id,
        first_name,
        last_name[:1],
        avatar_url(avatar),
        verified_at is not None,
        status is AccountStatus.ACTIVE and deleted_at is None,
    )
