"""/admin/categories: names in three languages, order, and what is hidden."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.models import Permission
from twiza.kit import ids
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import LANGUAGES, language
from twiza.kit.i18n import gettext as _
from twiza.profiles import categorising
from twiza.profiles.naming import Said
from twiza.profiles.places import Category, CategoryKind
from twiza.web.admin.asking import asked_enum, text_fields
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin

LIST = "/admin/categories"


async def listing(request: Request) -> Response:
    """Both levels, as lists of the site order them."""
    require_admin(request, Permission.CONTENT)
    async with unit_of_work() as session:
        found = await categorising.every(session)
    under: dict[UUID | None, list[Category]] = defaultdict(list)
    for category in found:
        under[category.parent_id].append(category)
    return render(
        request,
        "admin/categories.html",
        groups=[(one, under[one.id]) for one in under[None]],
    )


async def new(request: Request) -> Response:
    """An empty form; `?under=` says which category it belongs to."""
    require_admin(request, Permission.CONTENT)
    parent = ids.parse(request.query_params.get("under", ""))
    return await _form(request, None, {"parent": str(parent) if parent else ""})


async def add(request: Request) -> Response:
    """One more category of either level."""
    admin = require_admin(request, Permission.CONTENT)
    typed = await text_fields(request)
    kind = asked_enum(CategoryKind, typed.get("kind")) or CategoryKind.ONLINE
    try:
        async with unit_of_work() as session:
            await categorising.add_category(
                session,
                by=admin.id,
                slug=typed.get("slug", ""),
                parent=ids.parse(typed.get("parent", "")),
                kind=kind,
                said=_said(typed),
            )
    except Invalid as error:
        return await _form(request, None, typed, error.field_texts())
    return toast(redirect(request, LIST), _("The category is there."))


async def edit(request: Request) -> Response:
    require_admin(request, Permission.CONTENT)
    category = await _asked(request)
    names = {f"name_{code}": category.name(code) for code in LANGUAGES}
    hidden = {"hidden": "1"} if category.hidden else {}
    return await _form(request, category, {**names, "position": str(category.position), **hidden})


async def change(request: Request) -> Response:
    """Other names, another place, hidden or shown."""
    admin = require_admin(request, Permission.CONTENT)
    category = await _asked(request)
    typed = await text_fields(request)
    try:
        async with unit_of_work() as session:
            await categorising.change_category(session, category.id, by=admin.id, said=_said(typed))
    except Invalid as error:
        return await _form(request, category, typed, error.field_texts())
    return toast(redirect(request, LIST), _("The category is saved."))


async def _asked(request: Request) -> Category:
    async with unit_of_work() as session:
        for category in await categorising.every(session):
            if category.id == request.path_params["id"]:
                return category
    raise NotFound


async def _form(
    request: Request,
    category: Category | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> Response:
    async with unit_of_work() as session:
        found = await categorising.every(session)
    code = language.get()
    fields: dict[str, Any] = dict.fromkeys(
        ("slug", "parent", "kind", "position", "hidden", *(f"name_{each}" for each in LANGUAGES)), ""
    )
    return render(
        request,
        "admin/category.html",
        422 if errors else 200,
        category=category,
        heading=category.name(code) if category else _("New category"),
        values={**fields, "position": "0", **typed},
        errors=errors or {},
        parents=[(str(one.id), one.name(code)) for one in found if one.parent_id is None],
        kinds=[(CategoryKind.ONLINE, _("Done online")), (CategoryKind.LOCAL, _("Done at the client’s door"))],
    )


def _said(typed: Mapping[str, str]) -> Said:
    names = {code: typed.get(f"name_{code}", "") for code in LANGUAGES}
    return Said(names, typed.get("position", ""), hidden=typed.get("hidden") == "1")


routes = [
    Route(LIST, listing, methods=["GET"]),
    Route(LIST, add, methods=["POST"]),
    Route(f"{LIST}/new", new),
    Route(f"{LIST}/{{id:uuid}}", edit, methods=["GET"]),
    Route(f"{LIST}/{{id:uuid}}", change, methods=["POST"]),
]
