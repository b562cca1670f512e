"""The list of gigs, found by words of any language and by filters; rows go straight to JSON."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from twiza import discovery
from twiza.accounts.queries import avatar_url
from twiza.api import cursors
from twiza.api.answers import answer, page, since
from twiza.api.deps import OptionalViewer
from twiza.api.hot import hot
from twiza.api.schemas.gig_search import ListedGig
from twiza.api.schemas.page import Page
from twiza.discovery import Place, Sort
from twiza.gigs import access
from twiza.gigs.covers import cover_url
from twiza.gigs.models import GigStatus
from twiza.kit.i18n import digits
from twiza.kit.money import MOST

router = APIRouter(tags=["gigs"])
PAGE = 20


class Rating(StrEnum):
    """The fewest stars one may ask for."""

    FOUR = "4"
    FOUR_AND_A_HALF = "4.5"
    NEARLY_FIVE = "4.8"


class Asked(BaseModel):
    """What a call asks for; every filter narrows."""

    q: str = Field("", max_length=100, description="Words, in any language", examples=["logo restaurant"])
    category: str = Field(
        "", max_length=60, description="A category's slug, of either level", examples=["design"]
    )
    price_min: int = Field(0, ge=0, le=MOST, description="At least, in centimes", examples=[20000])
    price_max: int = Field(0, ge=0, le=MOST, description="At most, in centimes; 0 for any", examples=[100000])
    delivery_days: int = Field(0, ge=0, le=365, description="At most so many days; 0 for any", examples=[7])
    rating: Rating | None = Field(None, description="At least so many stars")
    language: str = Field("", max_length=10, description="A language the seller works in", examples=["ar"])
    city: str = Field(
        "", max_length=60, description="The seller's city, by its slug", examples=["casablanca"]
    )
    sort: Sort = Field(Sort.BEST, description="The order")
    cursor: str | None = Field(None, max_length=400, description="The `next_cursor` of the page before")
    total: bool = Field(False, description="Count them too, up to a thousand")


@router.get("/gigs", responses={200: {"model": Page[ListedGig]}})
@hot
async def list_gigs(viewer: OptionalViewer, asked: Annotated[Asked, Query()]) -> Response:
    """Gigs on offer. Accents, plurals, typos and the language of a trade's name make no difference."""
    wanted = _wanted(asked)
    found = await discovery.search_gigs(wanted, after=read_place(asked.cursor, wanted.sort), limit=PAGE)
    counted = await discovery.count_gigs(wanted, missing=found.missing) if asked.total else None
    viewer_id = viewer.id if viewer else None
    items = [_item(row, viewer_id) for row in found.rows]
    return answer(page(items, write_place(found.next, wanted.sort), counted))


def read_place(cursor: str | None, sort: Sort) -> Place | None:
    """Where a page begins; a cursor of another order is none of ours."""
    kind = datetime if sort is Sort.NEWEST else int
    keys = cursors.read(f"gigs {sort}", cursor, (kind, UUID, int, int))
    return Place(*keys) if keys else None


def write_place(place: Place | None, sort: Sort) -> str | None:
    return cursors.write(f"gigs {sort}", [place.key, str(place.gig_id), *place[2:]]) if place else None


def _wanted(asked: Asked) -> discovery.Asked:
    return discovery.Asked(
        words=digits(asked.q),
        category=asked.category,
        price_least=asked.price_min,
        price_most=asked.price_max,
        days=asked.delivery_days,
        rating=round(float(asked.rating) * 10) if asked.rating else 0,
        language=asked.language,
        city=asked.city,
        sort=asked.sort,
    )


def _item(row: asyncpg.Record, viewer_id: UUID | None) -> dict[str, object]:
    # Taken apart once: as many look-ups by name cost more than the rest of the item.
    (
        gig,
        title,
        language,
        cover,
        price,
        days,
        rating_sum,
        reviews,
        seller,
        first,
        last,
        avatar,
        verified,
        city,
        category,
        category_name,
        _,
        created,
        *_,
    ) = row
    return {
        "id": gig,
        "title": title,
        "language": language,
        "cover_url": cover_url(cover),
        "price": price,
        "delivery_days": days,
        "rating": round(rating_sum / reviews, 2) if reviews else None,
        "reviews": reviews,
        "category": {"slug": category, "name": category_name} if category else None,
        "seller": {
            "id": seller,
            "name": f"{first} {last[:1]}." if last else first,
            "avatar_url": avatar_url(avatar),
            "city": city,
            "identity_verified": verified is not None,
        },
        **since(created),
        "allowed_actions": access.actions(seller, GigStatus.PUBLISHED, viewer_id, deactivated=False),
    }
