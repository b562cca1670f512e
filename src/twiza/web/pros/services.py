"""/services: everything that is done at the door, by trade and by city."""

from starlette.requests import Request
from starlette.responses import Response

from twiza import profiles
from twiza.discovery import pro_search
from twiza.kit.db import reading
from twiza.kit.i18n import gettext as _
from twiza.web.content.json_ld import absolute, breadcrumbs, script
from twiza.web.page import render
from twiza.web.page_cache import share
from twiza.web.pros import asking

PATH = "/services"


async def index(request: Request) -> Response:
    """Each trade with its cities, and how many pros each has."""
    async with reading() as connection:
        cities = await profiles.cities(connection)
        categories = asking.locals_of(await profiles.categories(connection))
        counts = await pro_search.how_many(connection)
    share(request)
    listed = [
        (
            category,
            sum(counts.get((city.id, category.id), 0) for city in cities),
            [(city, counts.get((city.id, category.id), 0)) for city in cities],
        )
        for category in categories
    ]
    pages = [
        {
            "@type": "ListItem",
            "position": place,
            "url": absolute(asking.path(asking.Asked(category=item.slug))),
        }
        for place, item in enumerate(categories, start=1)
    ]
    told = {"@type": "ItemList", "name": _("Home services"), "itemListElement": pages}
    return render(
        request,
        "pros/services.html",
        cities=cities,
        listed=listed,
        json_ld=script({"@graph": [told, breadcrumbs((_("Home services"), PATH))]}),
    )
