"""Freelancers to filter and search, and one page for each of them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import discovery, profiles
from twiza.accounts.models import HatKind
from twiza.kit import ids
from twiza.kit.db import reading
from twiza.kit.i18n import digits, language
from twiza.web.page import render
from twiza.web.page_cache import share
from twiza.web.people import freelancer
from twiza.web.templates import query, url

PATH = "/freelancers"
_LONGEST_SEARCH = 100


async def freelancers(request: Request) -> Response:
    """What was asked for stays in the address, so that a search can be sent to a friend."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("q", "city", "category")}
    words = digits(asked["q"])[:_LONGEST_SEARCH]
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        cities = await profiles.cities(connection)
        categories = [item for item in await profiles.categories(connection) if item.kind == "online"]
        city = next((item for item in cities if item.slug == asked["city"]), None)
        category = next((item for item in categories if item.slug == asked["category"]), None)
        filters = discovery.Filters(
            HatKind.FREELANCER, city.slug if city else "", category.slug if category else "", words
        )
        found = await discovery.search_people(connection, filters, after=after)
    share(request)
    code = language.get()
    chosen: dict[str, Any] = {"q": words, "city": filters.city, "category": filters.category}
    return render(
        request,
        "people/directory.html",
        directory=PATH,
        people=found.people,
        next_page=url(query(PATH, **chosen, after=found.next)) if found.next else "",
        first_page=url(query(PATH, **chosen)) if after else "",
        cities=[(item.slug, item.name(code)) for item in cities],
        categories=[(item.slug, item.name(code)) for item in categories],
        city_name=city.name(code) if city else "",
        category_name=category.name(code) if category else "",
        **chosen,
    )


routes = [
    Route(PATH, freelancers),
    Route("/freelancers/{id}", freelancer.show),
]
