"""The home page: search, what exists, and the people who are there."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import discovery, profiles
from twiza.discovery import pro_search
from twiza.kit.db import reading
from twiza.web.content.json_ld import organisation, script
from twiza.web.page import render
from twiza.web.page_cache import share

OF_EACH_KIND = 4
GIGS = 8


async def home(request: Request) -> Response:
    """One search box for both ways to hire; `?for=pros` turns it towards the pros of a city."""
    share(request)
    async with reading() as conn:
        people = await discovery.featured(conn, OF_EACH_KIND)
        pros = await pro_search.recommended(conn, OF_EACH_KIND)
        categories = await profiles.categories(conn)
        cities = await profiles.cities(conn)
    gigs = await discovery.featured_gigs(GIGS)
    return render(
        request,
        "home/home.html",
        search_in="pros" if request.query_params.get("for") == "pros" else "gigs",
        gigs=gigs,
        freelancers=people,
        pros=pros,
        categories=categories,
        cities=cities,
        json_ld=script(organisation()),
    )


routes = [Route("/", home)]
