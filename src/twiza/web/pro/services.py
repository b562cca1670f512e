"""/pro/services: what a pro does and what it costs, as much as the plan holds."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import profiles
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import N_, language
from twiza.kit.i18n import gettext as _
from twiza.profiles import CategoryItem, CategoryKind
from twiza.pros import plan
from twiza.pros import services as offering
from twiza.pros.models import PricingType, ProService
from twiza.pros.services import Offered
from twiza.web.gigs.forms import amount
from twiza.web.page import redirect, render, toast
from twiza.web.pro.hat import for_pros, profile_of
from twiza.web.pro.words import price_text
from twiza.web.session import require_viewer

PATH = "/pro/services"
_FIELDS = ("category", "pricing_type", "min_price", "max_price", "fixed_price")
_DONE: Mapping[str, str] = {
    "pause": N_("This service is paused: nobody can ask for it for now."),
    "resume": N_("This service is on offer again."),
    "instead": N_("This service is on offer now; the one it replaces is kept, paused."),
    "remove": N_("The service is gone. Bookings of it stand."),
}
Said = Mapping[str, str]


async def show(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    """One more service."""
    viewer = require_viewer(request)
    typed = await _typed(request)
    try:
        async with unit_of_work() as session:
            await offering.add(session, viewer.id, Offered(**typed))
    except Invalid as error:
        return await _page(request, typed, error.field_texts())
    return toast(redirect(request, PATH), _("The service is on your page."))


async def change(request: Request) -> Response:
    """Another price, or another trade in its place."""
    viewer = require_viewer(request)
    service_id: UUID = request.path_params["id"]
    typed = await _typed(request)
    try:
        async with unit_of_work() as session:
            await offering.change(session, service_id, by=viewer.id, offered=Offered(**typed))
    except Invalid as error:
        return await _page(request, typed, error.field_texts(), service_id)
    return toast(redirect(request, PATH), _("The service is saved."))


async def act(request: Request) -> Response:
    """Pause it, put it back, or take it away; a refusal is told above the list as it is."""
    viewer = require_viewer(request)
    verb, service_id = request.path_params["verb"], request.path_params["id"]
    if verb not in _DONE:
        raise NotFound
    try:
        async with unit_of_work() as session:
            if verb == "remove":
                await offering.remove(session, service_id, by=viewer.id)
            elif verb == "instead":
                await offering.offer_instead(session, service_id, by=viewer.id)
            else:
                await offering.switch(session, service_id, by=viewer.id, on=verb == "resume")
    except NotFound:
        raise
    except Invalid as error:
        return toast(redirect(request, PATH), " ".join(error.field_texts().values()), "error")
    except DomainError as error:
        return toast(redirect(request, PATH), error.text(), "error")
    return toast(redirect(request, PATH), _(_DONE[verb]))


async def _typed(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0)
    return {name: str(form.get(name, "")) for name in _FIELDS}


async def _page(
    request: Request, typed: Said | None = None, errors: Said | None = None, at: UUID | None = None
) -> Response:
    """All services; what came back with faults stands open, `at` the service or in the form below."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        profile = await profile_of(session, viewer.id)
        mine = await offering.of(session, viewer.id)
        connection = await session.connection()
        known = {one.id: one for one in await profiles.categories(connection)}
        for one in mine:
            if one.category_id not in known and (
                kept := await profiles.category_kept(connection, one.category_id)
            ):
                known[one.category_id] = kept
    taken = {one.category_id for one in mine}
    faults = dict(errors or {})
    return render(
        request,
        "pro/services.html",
        422 if errors else 200,
        services=[
            _shown(one, known, taken, typed if one.id == at else None, faults if one.id == at else {})
            for one in mine
        ],
        others=len(mine) > 1,
        open_id=at,
        room=max(0, plan.limits(profile).categories - sum(one.is_active for one in mine)),
        limits=plan.limits(profile),
        premium_limits=plan.PREMIUM,
        is_premium=plan.is_premium(profile.premium_until),
        free_categories=_choices(known, taken),
        typed={**_EMPTY, **({} if at else typed or {})},
        errors={} if at else faults,
        faults={} if at else {f"new-{name}": text for name, text in faults.items()},
    )


_EMPTY = {**dict.fromkeys(_FIELDS, ""), "pricing_type": PricingType.RANGE.value}


def _shown(
    one: ProService,
    known: Mapping[UUID, CategoryItem],
    taken: set[UUID],
    typed: Said | None,
    errors: Mapping[str, str],
) -> dict[str, Any]:
    category = known[one.category_id]
    prefix = f"{one.id}-"
    return {
        "id": one.id,
        "name": category.name(language.get()),
        "icon": category.icon,
        "price": price_text(one.fixed_price, one.min_price, one.max_price),
        "is_active": one.is_active,
        "boosted": one.boosted_until is not None and one.boosted_until > clock.now(),
        "typed": {**_EMPTY, **(typed or _stored(one, category.slug))},
        "errors": errors,
        "faults": {f"{prefix}{name}": text for name, text in errors.items()},
        "choices": _choices(known, taken - {one.category_id}),
        "prefix": prefix,
    }


def _stored(one: ProService, slug: str) -> dict[str, str]:
    prices = {name: getattr(one, name) for name in ("min_price", "max_price", "fixed_price")}
    said = {name: "" if price is None else amount(price) for name, price in prices.items()}
    return {"category": slug, "pricing_type": one.pricing_type, **said}


def _choices(known: Mapping[UUID, CategoryItem], taken: set[UUID]) -> list[tuple[str, str]]:
    code = language.get()
    return [
        (one.slug, one.name(code))
        for one in known.values()
        if one.kind is CategoryKind.LOCAL and one.id not in taken
    ]


routes = [
    Route(PATH, for_pros(show), methods=["GET"]),
    Route(PATH, for_pros(add), methods=["POST"]),
    Route(f"{PATH}/{{id:uuid}}", for_pros(change), methods=["POST"]),
    Route(f"{PATH}/{{id:uuid}}/{{verb}}", for_pros(act), methods=["POST"]),
]
