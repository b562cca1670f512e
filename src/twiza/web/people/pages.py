"""Lists of people to filter and search, and one page for each of them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import discovery, profiles
from twiza.accounts.models import HatKind
from twiza.kit import ids
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.kit.i18n import digits, language
from twiza.web.page import render
from twiza.web.page_cache import share
from twiza.web.people import freelancer
from twiza.web.templates import query, url

_LONGEST_SEARCH = 100


async def freelancers(request: Request) -> Response:
    return await _directory(request, HatKind.FREELANCER, "online", "/freelancers")


async def pros(request: Request) -> Response:
    return await _directory(request, HatKind.PRO, "local", "/pros")


async def _directory(request: Request, kind: HatKind, work: str, path: str) -> Response:
    """What was asked for stays in the address, so that a search can be sent to a friend."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("q", "city", "category")}
    words = digits(asked["q"])[:_LONGEST_SEARCH]
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        cities = await profiles.cities(connection)
        categories = [item for item in await profiles.categories(connection) if item.kind == work]
        city = next((item for item in cities if item.slug == asked["city"]), None)
        category = next((item for item in categories if item.slug == asked["category"]), None)
        filters = discovery.Filters(kind, city.slug if city else "", category.slug if category else "", words)
        found = await discovery.search_people(connection, filters, after=after)
    share(request)
    code = language.get()
    chosen: dict[str, Any] = {"q": words, "city": filters.city, "category": filters.category}
    return render(
        request,
        "people/directory.html",
        kind=kind,
        directory=path,
        people=found.people,
        next_page=url(query(path, **chosen, after=found.next)) if found.next else "",
        first_page=url(query(path, **chosen)) if after else "",
        cities=[(item.slug, item.name(code)) for item in cities],
        categories=[(item.slug, item.name(code)) for item in categories],
        city_name=city.name(code) if city else "",
        category_name=category.name(code) if category else "",
        **chosen,
    )


async def pro(request: Request) -> Response:
    """A pro, as everybody sees them."""
    account_id = ids.parse(request.path_params["id"])
    async with reading() as connection:
        found = await discovery.person(connection, account_id, HatKind.PRO) if account_id else None
    if found is None:
        raise NotFound
    share(request)
    return render(request, "people/profile.html", person=found)


routes = [
    Route("/freelancers", freelancers),
    Route("/freelancers/{id}", freelancer.show),
    Route("/pros", pros),
    Route("/pro/{id}", pro),
]
