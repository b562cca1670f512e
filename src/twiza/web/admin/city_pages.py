"""/admin/cities: cities and their neighbourhoods, named in three languages, ordered, hidden."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.models import Permission
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import LANGUAGES, language
from twiza.kit.i18n import gettext as _
from twiza.profiles import City, mapping
from twiza.profiles.naming import Said
from twiza.pros import neighbourhoods
from twiza.pros.models import Neighbourhood
from twiza.web.admin.asking import text_fields
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query

LIST = "/admin/cities"


async def listing(request: Request) -> Response:
    """Every city with its parts, as lists of the site order them."""
    require_admin(request, Permission.CONTENT)
    async with unit_of_work() as session:
        cities = await mapping.every(session)
        parts = await neighbourhoods.every(session)
    under: dict[UUID, list[Neighbourhood]] = defaultdict(list)
    for part in parts:
        under[part.city_id].append(part)
    return render(
        request,
        "admin/cities.html",
        groups=[(city, under[city.id]) for city in cities],
        open=request.query_params.get("open", ""),
    )


async def new_city(request: Request) -> Response:
    require_admin(request, Permission.CONTENT)
    return _form(request, _("New city"), LIST, {})


async def add_city(request: Request) -> Response:
    """One more city."""
    admin = require_admin(request, Permission.CONTENT)
    typed = await text_fields(request)
    try:
        async with unit_of_work() as session:
            await mapping.add_city(session, by=admin.id, slug=typed.get("slug", ""), said=_said(typed))
    except Invalid as error:
        return _form(request, _("New city"), LIST, typed, errors=error.field_texts())
    return toast(redirect(request, LIST), _("The city is there."))


async def edit_city(request: Request) -> Response:
    require_admin(request, Permission.CONTENT)
    city = await _city(request)
    return _form(request, city.name(language.get()), f"{LIST}/{city.id}", _kept(city), place=city)


async def change_city(request: Request) -> Response:
    """Other names, another place in the lists, hidden or shown."""
    admin = require_admin(request, Permission.CONTENT)
    city = await _city(request)
    typed = await text_fields(request)
    try:
        async with unit_of_work() as session:
            await mapping.change_city(session, city.id, by=admin.id, said=_said(typed))
    except Invalid as error:
        heading, errors = city.name(language.get()), error.field_texts()
        return _form(request, heading, f"{LIST}/{city.id}", typed, place=city, errors=errors)
    return toast(redirect(request, _open(city)), _("The city is saved."))


async def new_part(request: Request) -> Response:
    """An empty form for a neighbourhood of this city."""
    require_admin(request, Permission.CONTENT)
    city = await _city(request)
    return _form(request, _new_part(city), f"{LIST}/{city.id}/neighbourhoods", {})


async def add_part(request: Request) -> Response:
    """One more neighbourhood of this city."""
    admin = require_admin(request, Permission.CONTENT)
    city = await _city(request)
    typed = await text_fields(request)
    try:
        async with unit_of_work() as session:
            await neighbourhoods.add(
                session, city.id, by=admin.id, slug=typed.get("slug", ""), said=_said(typed)
            )
    except Invalid as error:
        action, errors = f"{LIST}/{city.id}/neighbourhoods", error.field_texts()
        return _form(request, _new_part(city), action, typed, errors=errors)
    return toast(redirect(request, _open(city)), _("The neighbourhood is there."))


async def edit_part(request: Request) -> Response:
    require_admin(request, Permission.CONTENT)
    city, part = await _part(request)
    action = f"{LIST}/{city.id}/neighbourhoods/{part.id}"
    return _form(request, part.name(language.get()), action, _kept(part), place=part)


async def change_part(request: Request) -> Response:
    """Other names, another place, hidden or shown."""
    admin = require_admin(request, Permission.CONTENT)
    city, part = await _part(request)
    typed = await text_fields(request)
    try:
        async with unit_of_work() as session:
            await neighbourhoods.change(session, part.id, by=admin.id, said=_said(typed))
    except Invalid as error:
        action, errors = f"{LIST}/{city.id}/neighbourhoods/{part.id}", error.field_texts()
        heading = part.name(language.get())
        return _form(request, heading, action, typed, place=part, errors=errors)
    return toast(redirect(request, _open(city)), _("The neighbourhood is saved."))


async def _city(request: Request) -> City:
    async with unit_of_work() as session:
        for city in await mapping.every(session):
            if city.id == request.path_params["id"]:
                return city
    raise NotFound


async def _part(request: Request) -> tuple[City, Neighbourhood]:
    city = await _city(request)
    async with unit_of_work() as session:
        for part in await neighbourhoods.every(session):
            if (part.id, part.city_id) == (request.path_params["part"], city.id):
                return city, part
    raise NotFound


def _form(
    request: Request,
    heading: str,
    action: str,
    typed: Mapping[str, str],
    *,
    place: City | Neighbourhood | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    """A city or one of its parts: new, or to be changed."""
    fields: dict[str, Any] = dict.fromkeys(("slug", "hidden", *(f"name_{each}" for each in LANGUAGES)), "")
    return render(
        request,
        "admin/city.html",
        422 if errors else 200,
        heading=heading,
        action=action,
        is_new=place is None,
        values={**fields, "position": "0", **typed},
        errors=errors or {},
    )


def _open(city: City) -> str:
    """The list with this city unfolded."""
    return query(LIST, open=city.slug) + f"#{city.slug}"


def _new_part(city: City) -> str:
    return _("New neighbourhood of {city}", city=city.name(language.get()))


def _kept(place: City | Neighbourhood) -> dict[str, str]:
    names = {f"name_{code}": place.name(code) for code in LANGUAGES}
    return {**names, "position": str(place.position), "hidden": "1" if place.hidden else ""}


def _said(typed: Mapping[str, str]) -> Said:
    names = {code: typed.get(f"name_{code}", "") for code in LANGUAGES}
    return Said(names, typed.get("position", ""), hidden=typed.get("hidden") == "1")


_ONE = f"{LIST}/{{id:uuid}}"
routes = [
    Route(LIST, listing, methods=["GET"]),
    Route(LIST, add_city, methods=["POST"]),
    Route(f"{LIST}/new", new_city),
    Route(_ONE, edit_city, methods=["GET"]),
    Route(_ONE, change_city, methods=["POST"]),
    Route(f"{_ONE}/neighbourhoods/new", new_part),
    Route(f"{_ONE}/neighbourhoods", add_part, methods=["POST"]),
    Route(f"{_ONE}/neighbourhoods/{{part:uuid}}", edit_part, methods=["GET"]),
    Route(f"{_ONE}/neighbourhoods/{{part:uuid}}", change_part, methods=["POST"]),
]
