"""A gig as lists show it: what `components/gig_card.html` needs and nothing more."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select

from twiza.accounts.models import Account, Hat, HatKind
from twiza.accounts.queries import avatar_url
from twiza.gigs.covers import cover_url
from twiza.gigs.models import Gig
from twiza.profiles.places import City


@dataclass(frozen=True, slots=True)
class Seller:
    """Who offers it, as a card names them."""

    id: UUID
    name: str
    initials: str
    avatar_url: str | None
    verified: bool
    city: str | None


@dataclass(frozen=True, slots=True)
class GigCard:
    """One gig of a list; `saved` is for whoever looks, `badge` is "", "premium" or "sponsored"."""

    id: UUID
    title: str
    language: str
    cover_url: str
    price: int
    delivery_days: int
    rating: float | None
    reviews: int
    seller: Seller
    saved: bool = False
    badge: str = ""


@lru_cache
def selected(code: str) -> Select[*tuple[Any, ...]]:
    """What a card is made of, the city in this language; whoever asks adds its `where` and its order."""
    is_freelancer = and_(Hat.account_id == Account.id, Hat.kind == HatKind.FREELANCER)
    statement: Select[*tuple[Any, ...]] = (
        select(
            Gig.id,
            Gig.title,
            Gig.language,
            Gig.cover,
            Gig.price,
            Gig.delivery_days,
            Gig.rating_sum,
            Gig.rating_count,
            Account.id.label("seller_id"),
            Account.first_name,
            Account.last_name,
            Account.avatar,
            Account.identity_verified_at,
            getattr(City, f"name_{code}").label("city"),
        )
        .join(Account, Account.id == Gig.freelancer_id)
        .outerjoin(Hat, is_freelancer)
        .outerjoin(City, City.id == Hat.city_id)
    )
    return statement


def card(row: Row[Any], *, saved: bool = False) -> GigCard:
    """The card of a row of `selected`."""
    return GigCard(
        id=row.id,
        title=row.title,
        language=row.language,
        cover_url=cover_url(row.cover),
        price=row.price,
        delivery_days=row.delivery_days,
        rating=row.rating_sum / row.rating_count if row.rating_count else None,
        reviews=row.rating_count,
        seller=Seller(
            id=row.seller_id,
            name=f"{row.first_name} {row.last_name[:1]}." if row.last_name else row.first_name,
            initials=(row.first_name[:1] + row.last_name[:1]).upper(),
            avatar_url=avatar_url(row.avatar),
            verified=row.identity_verified_at is not None,
            city=row.city,
        ),
        saved=saved,
    )
