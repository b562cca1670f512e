"""/pro/start: becoming a pro in one step; a visitor fills it in first and signs up afterwards."""

from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import profiles
from twiza.accounts import phones
from twiza.accounts import queries as accounts
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language
from twiza.profiles import CategoryKind
from twiza.pros import becoming, scheduling
from twiza.pros.models import PricingType
from twiza.pros.services import Offered
from twiza.web.page import redirect, render, toast
from twiza.web.pro.hat import START, is_pro
from twiza.web.pro.presets import WEEKS
from twiza.web.profile.pages import renewed
from twiza.web.session import require_viewer, viewer_of

_PRICES = ("pricing_type", "min_price", "max_price", "fixed_price")
_FIELDS = ("city", "whatsapp", "category", *_PRICES, "hours")
LATER = "later"
Said = Mapping[str, str]


async def show(request: Request) -> Response:
    """The form, with the number we know; pros have theirs already."""
    viewer = viewer_of(request)
    typed = {"pricing_type": PricingType.RANGE.value, "hours": "classic"}
    if viewer:
        async with reading() as connection:
            if await is_pro(connection, viewer.id):
                return redirect(request, "/pro/dashboard")
        async with unit_of_work() as session:
            account = await accounts.own(session, viewer.id)
        typed["whatsapp"] = phones.pretty(account.phone) if account.phone else ""
    return await _page(request, typed)


async def start(request: Request) -> Response:
    """City, number, service and hours at once: a fault in one keeps the others where they were typed."""
    viewer = require_viewer(request)
    form = await request.form(max_files=0)
    typed = {name: str(form.get(name, "")) for name in _FIELDS}
    try:
        async with unit_of_work() as session:
            await becoming.become(
                session,
                viewer.id,
                city_id=await _city(typed["city"]),
                whatsapp=typed["whatsapp"],
                services=[Offered(typed["category"], *(typed[name] for name in _PRICES))],
            )
            preset = WEEKS.get(typed["hours"])
            if preset:
                await scheduling.set_week(session, viewer.id, preset.week)
    except Invalid as error:
        return await _page(request, typed, error.field_texts())
    except DomainError as error:
        return await _page(request, typed, {"": error.text()}, error.status)
    response = redirect(request, "/pro/schedule")
    return await renewed(request, toast(response, _("Your pro page is open. Now look over your hours.")))


async def _city(slug: str) -> UUID | None:
    async with reading() as connection:
        return next((city.id for city in await profiles.cities(connection) if city.slug == slug), None)


async def _page(request: Request, typed: Said, errors: Said | None = None, status: int = 422) -> Response:
    async with reading() as connection:
        cities = await profiles.cities(connection)
        categories = await profiles.categories(connection)
    code = language.get()
    later = (LATER, _("I’ll see later"), _("Nobody can ask for you until you open hours"), "calendar-plus")
    return render(
        request,
        "pro/start.html",
        status if errors else 200,
        typed={**dict.fromkeys(_FIELDS, ""), **typed},
        errors=errors or {},
        cities=[(city.slug, city.name(code)) for city in cities],
        categories=[(one.slug, one.name(code)) for one in categories if one.kind is CategoryKind.LOCAL],
        presets=[*((key, _(one.name), _(one.text), one.icon) for key, one in WEEKS.items()), later],
    )


routes = [Route(START, show, methods=["GET"]), Route(START, start, methods=["POST"])]
