"""The directory: people who wear a freelancer's hat and whose account is in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Text, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.discovery.searching import TOLD, patterns
from twiza.kit.i18n import language
from twiza.profiles.places import Category, City

PAGE = 24


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as cards and public pages show them: never a phone or an email."""

    id: UUID
    kind: HatKind
    name: str
    initials: str
    avatar_url: str | None
    headline: str
    bio: str | None
    city: str | None
    skills: tuple[str, ...]
    since: Any
    verified: bool = False
    premium: bool = False
    rating: float | None = None
    reviews: int = 0

    @property
    def url(self) -> str:
        return f"/pro/{self.id}" if self.kind is HatKind.PRO else f"/freelancers/{self.id}"


class Filters(NamedTuple):
    """What a visitor asks for; empty means any."""

    kind: HatKind
    city: str = ""
    category: str = ""
    words: str = ""


class PersonPage(NamedTuple):
    """Some people, and where the next ones begin."""

    people: Sequence[Person]
    next: UUID | None


async def search_people(
    connection: AsyncConnection, filters: Filters, *, after: UUID | None = None
) -> PersonPage:
    """The newest first; rows added meanwhile neither repeat nor hide anybody on the pages that follow."""
    words = patterns(filters.words)
    values = {
        "kind": filters.kind,
        **({"city": filters.city} if filters.city else {}),
        **({"category": filters.category} if filters.category else {}),
        **({"words": words} if words else {}),
        **({"after": after} if after else {}),
    }
    statement = _statement(language.get(), frozenset(values) - {"kind"})
    rows = (await connection.execute(statement, values)).all()
    return PersonPage(
        [_person(row) for row in rows[:PAGE]], rows[PAGE - 1].hat_id if len(rows) > PAGE else None
    )


async def featured(connection: AsyncConnection, limit: int) -> Sequence[Person]:
    """Whom the home page shows: the newest freelancers who have a headline and a picture."""
    rows = (await connection.execute(_featured(language.get(), limit))).all()
    return [_person(row) for row in rows]


async def person(connection: AsyncConnection, account_id: UUID, kind: HatKind) -> Person | None:
    """One public profile, or None when strangers may not see it."""
    statement = _selected(language.get()).where(
        Account.id == bindparam("account"), Hat.kind == bindparam("kind")
    )
    row = (await connection.execute(statement, {"account": account_id, "kind": kind})).one_or_none()
    return _person(row) if row else None


@lru_cache
def _statement(code: str, wanted: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """One statement for each combination of filters, built once."""
    statement = _selected(code).where(Hat.kind == bindparam("kind"))
    if "city" in wanted:
        statement = statement.where(City.slug == bindparam("city"))
    if "category" in wanted:
        statement = statement.where(Category.slug == bindparam("category"))
    if "words" in wanted:
        statement = statement.where(TOLD.op("LIKE")(func.all(bindparam("words", type_=ARRAY(Text)))))
    if "after" in wanted:
        statement = statement.where(Hat.id < bindparam("after"))
    # A bound LIMIT doubles the database's work.
    return statement.order_by(Hat.id.desc()).limit(literal_column(str(PAGE + 1)))


@lru_cache
def _featured(code: str, limit: int) -> Select[*tuple[Any, ...]]:
    return (
        _selected(code)
        .where(
            Hat.kind == HatKind.FREELANCER, Hat.headline != literal_column("''"), Account.avatar.is_not(None)
        )
        .order_by(Hat.id.desc())
        .limit(literal_column(str(limit)))
    )


@lru_cache
def _selected(code: str) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            Account.id,
            Account.first_name,
            Account.last_name,
            Account.avatar,
            Account.bio,
            Account.identity_verified_at,
            Hat.id.label("hat_id"),
            Hat.kind,
            Hat.headline,
            Hat.rating_sum,
            Hat.rating_count,
            Hat.created_at,
            getattr(City, f"name_{code}").label("city"),
            getattr(Category, f"name_{code}").label("category"),
        )
        .join(Account, Account.id == Hat.account_id)
        .outerjoin(City, City.id == Hat.city_id)
        .outerjoin(Category, Category.id == Hat.category_id)
        .where(
            Account.status == AccountStatus.ACTIVE,
            Account.deleted_at.is_(None),
            Account.phone_verified_at.is_not(None),
        )
    )
    return statement


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        kind=row.kind,
        name=f"{row.first_name} {row.last_name[:1]}." if row.last_name else row.first_name,
        initials=(row.first_name[:1] + row.last_name[:1]).upper(),
        avatar_url=avatar_url(row.avatar),
        headline=masked(row.headline),
        bio=masked(row.bio) if row.bio else None,
        city=row.city,
        skills=(row.category,) if row.category else (),
        since=row.created_at,
        verified=row.identity_verified_at is not None,
        rating=row.rating_sum / row.rating_count if row.rating_count else None,
        reviews=row.rating_count,
    )
