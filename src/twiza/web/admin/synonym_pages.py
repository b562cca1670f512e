"""/admin/synonyms: words that mean the same, for the search of gigs."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.models import Permission
from twiza.discovery import naming
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.i18n import gettext as _
from twiza.web.admin.asking import text_fields
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

LIST = "/admin/synonyms"


async def listing(request: Request) -> Response:
    """The groups, the newest first; each opens to be changed."""
    require_admin(request, Permission.CONTENT)
    return await _listed(request)


async def add(request: Request) -> Response:
    """One more group."""
    admin = require_admin(request, Permission.CONTENT)
    said = (await text_fields(request)).get("terms", "")
    try:
        async with unit_of_work() as session:
            await naming.add_group(session, said, by=admin.id)
    except Invalid as error:
        return await _listed(request, error, None, said)
    return toast(redirect(request, LIST), _("The group is added."))


async def change(request: Request) -> Response:
    """Other words for the same thing."""
    admin = require_admin(request, Permission.CONTENT)
    group_id: UUID = request.path_params["id"]
    said = (await text_fields(request)).get("terms", "")
    try:
        async with unit_of_work() as session:
            await naming.change_group(session, group_id, said, by=admin.id)
    except Invalid as error:
        return await _listed(request, error, group_id, said)
    return toast(redirect(request, LIST), _("The group is changed."))


async def remove(request: Request) -> Response:
    """These words are found by themselves alone again."""
    admin = require_admin(request, Permission.CONTENT)
    async with unit_of_work() as session:
        await naming.remove_group(session, request.path_params["id"], by=admin.id)
    return toast(redirect(request, LIST), _("The group is removed."))


async def _listed(
    request: Request, error: Invalid | None = None, group_id: UUID | None = None, said: str = ""
) -> Response:
    words = request.query_params.get("q", "")[:100]
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        groups, following = await naming.groups(connection, words, after=after)
    return render(
        request,
        "admin/synonyms.html",
        422 if error else 200,
        groups=[(str(group.id), group.terms) for group in groups],
        q=words,
        fault=error.field_texts()["terms"] if error else "",
        faulty=str(group_id) if group_id else "",
        typed=said,
        next_page=url(query(LIST, q=words, after=following)) if following else "",
        first_page=url(query(LIST, q=words)) if after else "",
    )


routes = [
    Route(LIST, listing, methods=["GET"]),
    Route(LIST, add, methods=["POST"]),
    Route(f"{LIST}/{{id:uuid}}", change, methods=["POST"]),
    Route(f"{LIST}/{{id:uuid}}/remove", remove, methods=["POST"]),
]
