"""/pros: who comes to the door, as asked for; /pros/{city}/{category}: one trade of one city; /services: all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import profiles
from twiza.api.pro_search import read_place, write_place
from twiza.discovery import ProPage, ProPlace, districts, pro_search, trades
from twiza.kit.db import reading
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language, ngettext
from twiza.web.page import is_fragment, redirect, render
from twiza.web.page_cache import share
from twiza.web.pros import asking, filters, near, pro, services, structured
from twiza.web.pros.asking import Asked, Where, address
from twiza.web.templates import query

_SHARED_FOR = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list of pros is made of."""

    asked: Asked
    where: Where
    found: ProPage
    count: int
    near: near.Near | None
    is_unknown: bool


async def results(request: Request) -> Response:
    """One page of the list with its filters; words that name a trade or a city become those filters."""
    faults: dict[str, str] = {}
    asked = asking.read(request.query_params, faults)
    if asked.words and not is_fragment(request):
        understood = await _understood(asked)
        if not understood.words:
            return redirect(request, asking.path(understood))
    if not is_fragment(request) and not request.query_params.get("after") and await _has_own(asked):
        return redirect(request, asking.path(asked))
    return await _page(request, asked, faults)


async def trade(request: Request) -> Response:
    """The same list of one trade in one city, at an address that search engines keep."""
    faults: dict[str, str] = {}
    asked = asking.read(request.query_params, faults)._replace(
        city=request.path_params["city"], category=request.path_params["category"]
    )
    return await _page(request, asked, faults, is_trade=True)


async def _page(
    request: Request, asked: Asked, faults: dict[str, str], *, is_trade: bool = False
) -> Response:
    shown = await _read(request, asked, is_trade=is_trade)
    asked, where = shown.asked, shown.where
    after = bool(request.query_params.get("after"))
    if not shown.is_unknown:
        # Visitors who have the same order of the day share a rendering.
        share(request, _SHARED_FOR, varies=lambda one: str(asking.visitors_seed(one)))
    heading = _heading(asked, where)
    chosen = list(filters.chosen(asked, where))
    return render(
        request,
        "pros/found.html" if is_fragment(request) else "pros/results.html",
        alone=is_fragment(request),
        asked={**asked._asdict(), "day": asked.day.isoformat() if asked.day else ""},
        price=request.query_params.get("price", "") if "price" in faults else asking.dirhams(asked.price),
        faults={name: _(fault) for name, fault in faults.items()},
        heading=heading,
        is_trade=is_trade,
        ask=asking.of_many(asked, where),
        is_unknown=shown.is_unknown,
        pros=shown.found.pros,
        count=_count_text(shown.count),
        cities=[(item.slug, item.name(language.get())) for item in where.cities],
        categories=where.categories,
        neighbourhoods=[(item.slug, item.names[language.get()]) for item in where.neighbourhoods],
        city_name=where.city.name(language.get()) if where.city else "",
        category_name=where.category.name(language.get()) if where.category else "",
        days=filters.day_options(),
        hours=[(str(hour), filters.hour_text(hour)) for hour in asking.HOURS],
        ratings=filters.rating_options(),
        chosen=[(text, href) for text, href, _freer in chosen],
        trail=_trail(where),
        next_page=address(asked, after=write_place(shown.found.next)) if shown.found.next else "",
        first_page=address(asked) if after else "",
        near=shown.near,
        indexable=not after and asked == Asked(city=asked.city, category=asked.category),
        canonical_query="" if is_trade else query("", city=asked.city, category=asked.category),
        json_ld=structured.item_list(shown.found.pros, heading, _trail(where)),
    )


async def _read(request: Request, asked: Asked, *, is_trade: bool) -> Shown:
    if asked.words:
        asked = await _understood(asked)
    async with reading() as connection:
        where = await _where(connection, asked)
        if is_trade and not (where.city and where.category):
            raise NotFound
        # A place or a trade that doesn't exist is as if it weren't asked for.
        asked = asked._replace(
            city=where.city.slug if where.city else "",
            category=where.category.slug if where.category else "",
            neighbourhood=where.neighbourhood.slug if where.neighbourhood else "",
        )
        wanted = asking.wanted(asked, where)
        unknown = bool(asked.words)
        after = _after(request)
        found = (
            ProPage((), None)
            if unknown
            else await pro_search.find(connection, wanted, asking.seed(request), after=after)
        )
        count = 0 if unknown else await pro_search.count(connection, wanted)
        beside = None if found.pros or unknown else await near.offers(connection, request, asked, where)
    return Shown(asked, where, found, count, beside, unknown)


def _after(request: Request) -> ProPlace | None:
    """A cursor that isn't ours begins at the beginning: an old link still shows something."""
    try:
        return read_place(request.query_params.get("after"))
    except Invalid:
        return None


async def _understood(asked: Asked) -> Asked:
    """Words that name a trade or a city are as if those had been chosen; others stay words."""
    async with reading() as connection:
        categories = asking.locals_of(await profiles.categories(connection))
        meant = await trades.meant(asked.words, categories, await profiles.cities(connection))
    if meant.nothing:
        return asked
    category = meant.category.slug if meant.category else asked.category
    city = meant.city.slug if meant.city else asked.city
    same = city == asked.city
    return asked._replace(
        words="", category=category, city=city, neighbourhood=asked.neighbourhood if same else ""
    )


async def _has_own(asked: Asked) -> bool:
    """Whether what is asked for has an address of its own."""
    if asking.path(asked) != asking.trade_path(asked.city, asked.category):
        return False
    async with reading() as connection:
        where = await _where(connection, asked)
    return where.city is not None and where.category is not None


async def _where(connection: AsyncConnection, asked: Asked) -> Where:
    cities = await profiles.cities(connection)
    categories = asking.locals_of(await profiles.categories(connection))
    city = next((item for item in cities if item.slug == asked.city), None)
    category = next((item for item in categories if item.slug == asked.category), None)
    parts = await districts.neighbourhoods(connection, city.id) if city else ()
    part = next((item for item in parts if item.slug == asked.neighbourhood), None)
    return Where(cities, categories, parts, city, category, part)


def _heading(asked: Asked, where: Where) -> str:
    code = language.get()
    if asked.words:
        return _("Pros for “{words}”", words=asked.words)
    if where.category and where.city:
        return _("{category} in {city}", category=where.category.name(code), city=where.city.name(code))
    if where.city:
        return _("Pros in {city}", city=where.city.name(code))
    return where.category.name(code) if where.category else _("Pros near you")


def _count_text(count: int) -> str:
    if count > pro_search.MOST_COUNTED:
        return ngettext("more than {n} pro", "more than {n} pros", pro_search.MOST_COUNTED)
    return ngettext("{n} pro", "{n} pros", count)


def _trail(where: Where) -> Sequence[tuple[str, str]]:
    """Home, all services, the city, the trade."""
    code = language.get()
    trail = [(_("Home"), "/"), (_("Home services"), services.PATH)]
    if where.city:
        trail.append((where.city.name(code), asking.path(Asked(city=where.city.slug))))
    if where.category:
        slug = where.city.slug if where.city else ""
        trail.append((where.category.name(code), asking.path(Asked(city=slug, category=where.category.slug))))
    return trail


routes = [
    Route("/services", services.index),
    Route("/pros", results),
    Route("/pros/{city}/{category}", trade),
    Route("/pro/why", pro.why),
    Route("/pro/{id:uuid}", pro.show),
]
