"""Pros by city and category, in the order that `discovery.pro_ranking` documents; one pro, and the hours that are free."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza import profiles
from twiza.api import cursors
from twiza.api.actions import actions_on
from twiza.api.answers import answer, page, since
from twiza.api.deps import Address, OptionalViewer, Reader
from twiza.api.gig_search import Rating
from twiza.api.schemas.moments import CalendarDay, Moment
from twiza.api.schemas.page import Page
from twiza.api.schemas.pros import ListedPro, OnePro, Slots
from twiza.discovery import (
    ProCard,
    ProPlace,
    ProsAsked,
    districts,
    pro_facts,
    pro_ranking,
    pro_search,
    trades,
)
from twiza.kit import clock, ids
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_, digits, language
from twiza.kit.money import MOST
from twiza.profiles import CategoryItem, CityItem
from twiza.pros import hours, queries, slots
from twiza.pros.shown import PlaceShown, ProShown, ServiceShown

router = APIRouter(tags=["places"])
PAGE = 20
MOST_DAYS = 31
NO_SUCH = N_("Choose one of the list.")
OFF_THE_HOUR = N_("Appointments begin on the hour.")
TOO_LONG = N_("Ask for at most {days} days at a time, the last not before the first.")
_BOOK = "book"
Named = TypeVar("Named", CityItem, CategoryItem, PlaceShown)


class Asked(BaseModel):
    """What a call asks for; every filter narrows, `at` and `urgent` also decide who is free."""

    q: str = Field(
        "", max_length=100, description="Words that name a trade or a city", examples=["plombi casa"]
    )
    city: str = Field("", max_length=60, description="A city's slug", examples=["casablanca"])
    category: str = Field("", max_length=60, description="A category's slug", examples=["plomberie"])
    neighbourhood: str = Field("", max_length=60, description="A neighbourhood's slug; needs the city")
    at: Moment | None = Field(None, description="The hour wanted; those free then come first")
    urgent: bool = Field(False, description="As soon as possible, from pros who take urgent jobs")
    rating: Rating | None = Field(None, description="At least so many stars")
    verified: bool = Field(False, description="Only those whose identity was checked")
    price_max: int = Field(
        0, ge=0, le=MOST, description="Their lowest price at most, in centimes; 0 for any", examples=[30000]
    )
    cursor: str | None = Field(None, max_length=400, description="The `next_cursor` of the page before")
    total: bool = Field(False, description="Count them too, up to a thousand")


@router.get("/pros", responses={200: {"model": Page[ListedPro]}})
async def list_pros(
    viewer: OptionalViewer, reader: Reader, caller: Address, asked: Annotated[Asked, Query()]
) -> Response:
    """Pros who come to the client's door, the best first: free, sponsored here, Premium, quality, a little chance."""
    wanted = await _wanted(reader, asked)
    after = read_place(asked.cursor)
    seed = pro_ranking.seed(str(viewer.id) if viewer else caller, clock.local(clock.now()).date())
    if wanted is None:
        return answer(page([], None, 0 if asked.total else None))
    found = await pro_search.find(reader, wanted, seed, after=after, limit=PAGE)
    counted = await pro_search.count(reader, wanted) if asked.total else None
    viewer_id = viewer.id if viewer else None
    return answer(page([_listed(one, viewer_id) for one in found.pros], write_place(found.next), counted))


@router.get("/pros/{pro_id}", responses={200: {"model": OnePro}})
async def show_pro(viewer: OptionalViewer, reader: Reader, pro_id: str) -> Response:
    """One pro as everybody may see them: what they do, what it costs, where they go; never a number."""
    shown = await _shown(reader, pro_id, viewer.id if viewer else None)
    facts = await pro_facts.facts(reader, shown.id)
    free = await queries.next_free(reader, shown.id, clock.now())
    body = {
        **_person(shown),
        "services": [_service(one) for one in shown.services],
        "neighbourhoods": [
            {"slug": one.slug, "name": one.names[language.get()]} for one in shown.neighbourhoods
        ],
        "photos": [
            {"url": one.url, "small_url": one.small_url, "description": one.description}
            for one in shown.photos
        ],
        "jobs_done": facts.done,
        "answers_percent": facts.answers,
        "answers_minutes": facts.minutes,
        **_next(free),
        **since(shown.since),
        "allowed_actions": _actions(shown.id, viewer.id if viewer else None, takes=not shown.paused),
    }
    return answer(body, private=viewer is not None and viewer.id == shown.id)


@router.get("/pros/{pro_id}/slots", responses={200: {"model": Slots}})
async def list_slots(
    viewer: OptionalViewer,
    reader: Reader,
    pro_id: str,
    first: Annotated[
        CalendarDay | None, Query(alias="from", description="The first day; today without one")
    ] = None,
    last: Annotated[
        CalendarDay | None, Query(alias="to", description="The last day; six days later without one")
    ] = None,
) -> Response:
    """The hours that may be asked for on each day, in Casablanca's time and in UTC."""
    account_id = ids.parse(pro_id)
    if account_id is None:
        raise NotFound
    now = clock.now()
    first = first or clock.local(now).date()
    last = last or first + timedelta(days=6)
    count = (last - first).days + 1
    if not 0 < count <= MOST_DAYS:
        raise Invalid({"to": TOO_LONG}, days=MOST_DAYS)
    viewer_id = viewer.id if viewer else None
    ahead = await slots.ahead(reader, account_id, viewer_id, first_day=first, days=count, now=now)
    if ahead is None:
        raise NotFound
    days = [
        {"date": day.on.isoformat(), "slots": [_moment(at) for at in day.free], "allowed_actions": []}
        for day in ahead.days
    ]
    actions = _actions(account_id, viewer_id, takes=ahead.takes)
    return answer({"items": days, **_next(ahead.next_free), "allowed_actions": actions})


def read_place(cursor: str | None) -> ProPlace | None:
    """Where a page begins; a cursor of another list is none of ours."""
    keys = cursors.read("pros", cursor, (bool, bool, int, int, UUID, int, int))
    return ProPlace(*keys) if keys else None


def write_place(place: ProPlace | None) -> str | None:
    """The cursor of the page that follows."""
    if place is None:
        return None
    return cursors.write("pros", [str(key) if isinstance(key, UUID) else key for key in place])


async def _wanted(reader: AsyncConnection, asked: Asked) -> ProsAsked | None:
    """What the lists are asked; None when its words name nothing."""
    cities = await profiles.cities(reader)
    categories = [item for item in await profiles.categories(reader) if item.kind == "local"]
    city = _named("city", asked.city, cities)
    category = _named("category", asked.category, categories)
    if asked.q:
        meant = await trades.meant(digits(asked.q), categories, cities)
        if meant.nothing:
            return None
        city, category = meant.city or city, meant.category or category
    part = None
    if asked.neighbourhood:
        parts = await districts.neighbourhoods(reader, city.id) if city else ()
        part = _named("neighbourhood", asked.neighbourhood, parts)
    if asked.at and not hours.is_on_the_hour(asked.at):
        raise Invalid({"at": OFF_THE_HOUR})
    return ProsAsked(
        city_id=city.id if city else None,
        category_id=category.id if category else None,
        neighbourhood_id=part.id if part else None,
        at=asked.at,
        urgent=asked.urgent,
        rating=round(float(asked.rating) * 100) if asked.rating else 0,
        verified=asked.verified,
        price=asked.price_max,
    )


def _named(field: str, slug: str, known: Sequence[Named]) -> Named | None:
    if not slug:
        return None
    found = next((item for item in known if item.slug == slug), None)
    if found is None:
        raise Invalid({field: NO_SUCH})
    return found


async def _shown(reader: AsyncConnection, pro_id: str, viewer_id: UUID | None) -> ProShown:
    account_id = ids.parse(pro_id)
    shown = await queries.shown(reader, account_id, viewer_id) if account_id else None
    if shown is None:
        raise NotFound
    return shown


def _listed(pro: ProCard, viewer_id: UUID | None) -> dict[str, object]:
    return {
        "id": pro.id,
        "name": pro.name,
        "headline": pro.headline,
        "avatar_url": pro.avatar_url,
        "city": {"slug": pro.city_slug, "name": pro.city},
        "category": {"slug": pro.category_slug, "name": pro.category},
        "price_min": pro.price_from,
        "price_max": pro.price_to,
        "call_out_fee": pro.call_out_fee,
        "rating": round(pro.rating, 2) if pro.rating else None,
        "reviews": pro.reviews,
        "jobs_done": pro.done,
        "identity_verified": pro.verified,
        "is_premium": pro.premium,
        "is_sponsored": pro.sponsored,
        "takes_urgent": pro.urgent,
        "is_free": pro.is_free,
        **_next(pro.next_free),
        "allowed_actions": _actions(pro.id, viewer_id, takes=True),
    }


def _person(shown: ProShown) -> dict[str, object]:
    return {
        "id": shown.id,
        "name": shown.name,
        "headline": shown.headline,
        "bio": shown.bio,
        "avatar_url": shown.avatar_url,
        "city": {"slug": shown.city, "name": shown.city_names[language.get()]},
        "call_out_fee": shown.call_out_fee,
        "call_out_includes": shown.call_out_includes,
        "min_notice_hours": shown.min_notice_hours,
        "takes_urgent": shown.takes_urgent,
        "is_paused": shown.paused,
        "identity_verified": shown.verified,
        "is_premium": shown.premium,
        "rating": round(shown.rating, 2) if shown.rating else None,
        "reviews": shown.reviews,
    }


def _service(service: ServiceShown) -> dict[str, object]:
    fixed = service.fixed_price
    return {
        "id": service.id,
        "category": {"slug": service.category, "name": service.names[language.get()]},
        "pricing_type": service.pricing_type,
        "price_min": service.min_price if fixed is None else fixed,
        "price_max": service.max_price if fixed is None else fixed,
    }


def _next(free: datetime | None) -> dict[str, object]:
    return {"next_free": free, "next_free_local": clock.local_text(free) if free else None}


def _moment(at: datetime) -> dict[str, object]:
    return {"at": at, "at_local": clock.local_text(at)}


def _actions(pro_id: UUID, viewer_id: UUID | None, *, takes: bool) -> list[str]:
    """A pro's own page is edited; everybody else's is where one books."""
    own = actions_on(pro_id, viewer_id)
    return own or ([_BOOK] if takes else [])
