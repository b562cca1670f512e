"""/pro/{id}: everything that helps a client to choose an hour; /pro/why: why a pro stands where they stand."""

from datetime import timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from twiza import discovery
from twiza.accounts.models import HatKind
from twiza.discovery import pro_facts
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language
from twiza.pros import queries
from twiza.pros.shown import ProShown
from twiza.reviews import queries as reviews
from twiza.web.freelancer import words
from twiza.web.page import is_fragment, render
from twiza.web.pros import asking, structured
from twiza.web.pros.asking import Asked
from twiza.web.pros.week import week
from twiza.web.session import require_viewer, viewer_of

_REVIEWS = 10


async def show(request: Request) -> Response:
    """As everybody sees it, whatever they may not know left out; the hours are of this moment."""
    pro_id: UUID = request.path_params["id"]
    viewer = viewer_of(request)
    async with reading() as connection:
        shown = await queries.shown(connection, pro_id, viewer.id if viewer else None)
        if shown is None:
            raise NotFound
        category = _category(shown, request.query_params.get("category", ""))
        hours = await week(
            connection, pro_id, request.query_params.get("week", ""), f"/pro/{pro_id}", category
        )
        if is_fragment(request):
            return render(request, "pros/week.html", week=hours)
        facts = await pro_facts.facts(connection, pro_id)
        said = await reviews.about(connection, pro_id, HatKind.PRO)
        spread = await reviews.spread(connection, pro_id, HatKind.PRO)
    code = language.get()
    city = (shown.city_names[code], asking.path(Asked(city=shown.city)))
    return render(
        request,
        "pros/pro.html",
        person=shown,
        city_name=shown.city_names[code],
        week=hours,
        facts=facts,
        pace=words.pace(timedelta(minutes=facts.minutes)) if facts.minutes is not None else "",
        reviews=list(said.reviews[:_REVIEWS]),
        spread=list(spread.items()),
        total=sum(spread.values()),
        is_own=viewer is not None and viewer.id == pro_id,
        trail=[(_("Home"), "/"), (_("Home services"), "/services"), city, (shown.name, "")],
        json_ld=structured.business(shown),
    )


def _category(shown: ProShown, asked: str) -> str:
    """What the hours are asked for: the trade of the list one comes from, or the only one there is."""
    offered = [service.category for service in shown.services if service.is_active]
    return asked if asked in offered else offered[0] if len(offered) == 1 else ""


async def why(request: Request) -> Response:
    """Each part of the order, in words, for the pro alone."""
    viewer = require_viewer(request)
    async with reading() as connection:
        standing = await discovery.pro_standing(connection, viewer.id)
    if standing is None:
        raise NotFound
    return render(request, "pros/why.html", standing=standing)
