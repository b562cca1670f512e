"""What a gig's page tells of whoever offers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account, Hat, HatKind
from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.kit.i18n import language
from twiza.profiles.models import SpokenLanguage
from twiza.profiles.places import City


@dataclass(frozen=True, slots=True)
class SellerFacts:
    """A freelancer as their gigs present them: never a phone or an email."""

    id: UUID
    name: str
    initials: str
    avatar_url: str | None
    verified: bool
    headline: str
    city: str | None
    languages: Sequence[str]
    rating: float | None
    reviews: int
    completed: int
    since: datetime


async def facts(connection: AsyncConnection, account_id: UUID) -> SellerFacts:
    """Name, place, languages, and what clients said so far."""
    row = (await connection.execute(_facts(language.get()), {"account": account_id})).one()
    return SellerFacts(
        id=row.id,
        name=f"{row.first_name} {row.last_name[:1]}." if row.last_name else row.first_name,
        initials=(row.first_name[:1] + row.last_name[:1]).upper(),
        avatar_url=avatar_url(row.avatar),
        verified=row.identity_verified_at is not None,
        headline=masked(row.headline or ""),
        city=row.city,
        languages=row.spoken,
        rating=row.rating_sum / row.rating_count if row.rating_count else None,
        reviews=row.rating_count or 0,
        completed=row.completed or 0,
        since=row.created_at,
    )


@lru_cache
def _facts(code: str) -> Select[*tuple[Any, ...]]:
    spoken = (
        select(SpokenLanguage.code)
        .where(SpokenLanguage.account_id == Account.id)
        .order_by(SpokenLanguage.fluency.desc(), SpokenLanguage.code)
        .scalar_subquery()
    )
    statement: Select[*tuple[Any, ...]] = (
        select(
            Account.id,
            Account.first_name,
            Account.last_name,
            Account.avatar,
            Account.identity_verified_at,
            Account.created_at,
            Hat.headline,
            Hat.rating_sum,
            Hat.rating_count,
            Hat.completed,
            getattr(City, f"name_{code}").label("city"),
            func.array(spoken, type_=ARRAY(Text)).label("spoken"),
        )
        .outerjoin(Hat, and_(Hat.account_id == Account.id, Hat.kind == HatKind.FREELANCER))
        .outerjoin(City, City.id == Hat.city_id)
        .where(Account.id == bindparam("account"))
    )
    return statement
