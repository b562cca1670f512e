"""How administrators find people: by name however it is written, by phone, by email, by id."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Text, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import selectinload

from twiza.accounts.models import TOLD, Account, AccountStatus, Hat, HatKind
from twiza.kit import ids
from twiza.kit.errors import NotFound
from twiza.kit.folding import fold
from twiza.kit.i18n import digits

PAGE = 30
# Fewer digits than this could be anything.
_SHORTEST_NUMBER = 4
# A trigram index knows pieces of three letters.
_INDEXED = 3
_TOLD = literal_column(TOLD, Text)
_NATIONAL = re.compile(r"^(?:00212|212|0)")
_LISTED = select(
    Account.id,
    func.concat_ws(" ", Account.first_name, Account.last_name).label("name"),
    Account.phone,
    Account.phone_verified_at.is_not(None).label("phone_verified"),
    Account.email,
    Account.email_verified_at.is_not(None).label("email_verified"),
    Account.status,
    Account.is_admin,
    func.array(
        select(Hat.kind).where(Hat.account_id == Account.id).order_by(Hat.created_at).scalar_subquery(),
        type_=ARRAY(Hat.kind.type),
    ).label("hats"),
    Account.created_at,
).where(Account.deleted_at.is_(None))


class Filters(NamedTuple):
    """What an administrator looks for; empty means any."""

    words: str = ""
    status: AccountStatus | None = None
    hat: HatKind | None = None
    admins: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the list."""

    id: UUID
    name: str
    phone: str | None
    phone_verified: bool
    email: str | None
    email_verified: bool
    status: AccountStatus
    is_admin: bool
    hats: Sequence[HatKind]
    created_at: datetime


class FoundPage(NamedTuple):
    """Some people, and where the next ones begin."""

    people: Sequence[Found]
    next: UUID | None


async def find(connection: AsyncConnection, filters: Filters, *, after: UUID | None = None) -> FoundPage:
    """The newest first; every word must be found somewhere."""
    rows = (await connection.execute(statement(filters, after))).all()
    people = [_found(tuple(row)) for row in rows[:PAGE]]
    return FoundPage(people, people[-1].id if len(rows) > PAGE else None)


def statement(filters: Filters, after: UUID | None = None) -> Select[*tuple[Any, ...]]:
    """What is asked of the database; each word by an index."""
    wanted = [_has(word) for word in _words(filters.words)]
    if filters.status:
        wanted.append(Account.status == filters.status)
    if filters.hat:
        wanted.append(Account.id.in_(select(Hat.account_id).where(Hat.kind == filters.hat)))
    if filters.admins:
        wanted.append(Account.is_admin.is_(True))
    if after:
        wanted.append(Account.id < after)
    return _LISTED.where(*wanted).order_by(Account.id.desc()).limit(literal_column(str(PAGE + 1)))


async def one(session: AsyncSession, account_id: UUID) -> Account:
    """One account with its hats, deleted or not."""
    found = await session.scalar(
        select(Account).where(Account.id == account_id).options(selectinload(Account.hats))
    )
    if found is None:
        raise NotFound
    return found


def _found(row: tuple[Any, ...]) -> Found:
    return Found(*row)


def _words(text: str) -> list[str]:
    """A number typed in groups is one word."""
    bare = digits(text).strip()[:100]
    number = re.sub(r"[\s().+-]", "", bare)
    return [number] if number.isdigit() else bare.split()[:8]


def _has(word: str) -> ColumnElement[bool]:
    account_id = ids.parse(word)
    if account_id:
        return Account.id == account_id
    if word.isdigit() and len(word) >= _SHORTEST_NUMBER:
        bare = _NATIONAL.sub("", word)
        return Account.phone.contains(bare if len(bare) >= _INDEXED else word, autoescape=True)
    folded = fold(word)
    # Too short for the index to find within a word: at the beginning of one.
    return _TOLD.contains(folded if len(folded) >= _INDEXED else f" {folded}", autoescape=True)
