"""/freelancer/profile: every form of the editor sends one thing, and comes back to where it stood."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.models import HatKind
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.profiles import editing, picturing, presenting
from twiza.web.freelancer import projects
from twiza.web.freelancer.parts import PARTS, Part
from twiza.web.freelancer.showing import PATH, PHOTO, PRESENTATION, page, require_freelancer
from twiza.web.page import redirect, toast

_PRESENTED = ("headline", "city", "category")


async def editor(request: Request) -> Response:
    return await page(request)


async def present(request: Request) -> Response:
    """Headline, city, category and words about oneself: all are kept, or every fault is told."""
    viewer = require_freelancer(request)
    typed = _typed(await request.form(max_files=0), (*_PRESENTED, "bio"))
    try:
        async with unit_of_work() as session:
            await _present(session, viewer.id, typed)
    except Invalid as error:
        return await page(request, PRESENTATION, typed, error.field_texts())
    return _back(request, PRESENTATION, _("Your presentation is saved."))


async def change_photo(request: Request) -> Response:
    """A new photo, or none."""
    viewer = require_freelancer(request)
    try:
        async with request.form(max_files=1) as form, unit_of_work() as session:
            picture = form.get("picture")
            if form.get("remove") == "1":
                await picturing.remove_picture(session, viewer.id)
            elif isinstance(picture, UploadFile) and picture.filename:
                await picturing.change_picture(session, viewer.id, picture)
            else:
                raise Invalid({"picture": _("Choose a picture first.")})
    except Invalid as error:
        return await page(request, PHOTO, errors=error.field_texts())
    return _back(request, PHOTO, _("Your photo is saved."))


async def add(request: Request) -> Response:
    """One more entry of a list."""
    viewer, part = require_freelancer(request), _part(request)
    typed = _typed(await request.form(max_files=0), part.fields)
    try:
        async with unit_of_work() as session:
            await part.add(session, by=viewer.id, **typed)
    except Invalid as error:
        return await page(request, part.name, typed, error.field_texts())
    return _back(request, part.name, _(part.added))


async def remove(request: Request) -> Response:
    """One entry less; another's isn't there."""
    viewer, part = require_freelancer(request), _part(request)
    async with unit_of_work() as session:
        await part.take_away(session, viewer.id, request.path_params["key"])
    return _back(request, part.name, _(part.gone))


async def change(request: Request) -> Response:
    """Other words for an entry, where it stands."""
    viewer, part = require_freelancer(request), _part(request)
    key: UUID = request.path_params["key"]
    if part.change is None:
        raise NotFound
    typed = _typed(await request.form(max_files=0), part.fields)
    try:
        async with unit_of_work() as session:
            await part.change(session, key, by=viewer.id, **typed)
    except Invalid as error:
        return await page(request, part.name, typed, error.field_texts(), at=key)
    return _back(request, part.name, _("Saved."))


async def move(request: Request) -> Response:
    """One place up or down."""
    viewer, part = require_freelancer(request), _part(request)
    if part.move is None or request.path_params["way"] not in {"up", "down"}:
        raise NotFound
    async with unit_of_work() as session:
        await part.move(
            session, request.path_params["key"], by=viewer.id, up=request.path_params["way"] == "up"
        )
    return redirect(request, f"{PATH}#{part.name}")


async def _present(session: AsyncSession, by: UUID, typed: dict[str, str]) -> None:
    """Two verbs keep it; the faults of both are told at once, in words, for each has its own numbers in them."""
    faults: dict[str, str] = {}
    for kept in (
        editing.edit(session, by, bio=typed["bio"]),
        presenting.present(session, by, HatKind.FREELANCER, **{name: typed[name] for name in _PRESENTED}),
    ):
        try:
            await kept
        except Invalid as error:
            faults |= error.field_texts()
    if faults:
        raise Invalid(faults)


def _part(request: Request) -> Part:
    part = PARTS.get(request.path_params["part"])
    if part is None:
        raise NotFound
    return part


def _typed(form: FormData, fields: tuple[str, ...]) -> dict[str, str]:
    return {name: said if isinstance(said := form.get(name, ""), str) else "" for name in fields}


def _back(request: Request, part: str, said: str) -> Response:
    return toast(redirect(request, f"{PATH}#{part}"), said)


routes = [
    Route(PATH, editor, methods=["GET"]),
    Route(PATH, present, methods=["POST"]),
    Route(f"{PATH}/photo", change_photo, methods=["POST"]),
    *projects.routes,
    Route(f"{PATH}/{{part}}", add, methods=["POST"]),
    Route(f"{PATH}/{{part}}/{{key}}/remove", remove, methods=["POST"]),
    Route(f"{PATH}/{{part}}/{{key:uuid}}", change, methods=["POST"]),
    Route(f"{PATH}/{{part}}/{{key:uuid}}/{{way}}", move, methods=["POST"]),
]
