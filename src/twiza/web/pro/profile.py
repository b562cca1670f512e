"""/pro/profile: what clients read of a pro, how the pro works, photos, and holidays; each form keeps one thing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import profiles
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.profiles import picturing
from twiza.pros import photos
from twiza.pros import profile as editing
from twiza.web.page import redirect, toast
from twiza.web.pro.hat import for_pros
from twiza.web.pro.profile_page import ABOUT, PATH, PHOTO, PHOTOS, PLACES, TERMS, page
from twiza.web.session import require_viewer

_MOST_FILES = 30
_TERMS = ("whatsapp", "min_notice_hours", "call_out_fee", "call_out_includes")
Read = Callable[[FormData], dict[str, Any]]


async def show(request: Request) -> Response:
    return await page(request)


async def save(request: Request) -> Response:
    """One part of it: the words, the terms, or where the pro goes."""
    viewer, part = require_viewer(request), request.path_params["part"]
    if part not in _READ:
        raise NotFound
    form = await request.form(max_files=0)
    try:
        async with unit_of_work() as session:
            await editing.edit(session, viewer.id, **_READ[part](form))
    except Invalid as error:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
        return await page(request, part, typed, error.field_texts())
    return _back(request, part, _("Saved."))


async def move(request: Request) -> Response:
    """Another city; refused while jobs are ahead in this one."""
    viewer = require_viewer(request)
    slug = str((await request.form(max_files=0)).get("city", ""))
    async with reading() as connection:
        city = next((one.id for one in await profiles.every_city(connection) if one.slug == slug), None)
    try:
        async with unit_of_work() as session:
            await editing.change_city(session, viewer.id, city_id=city)
    except Invalid as error:
        return await page(request, PLACES, {"city": slug}, error.field_texts())
    except Conflict as error:
        return await page(request, PLACES, {"city": slug}, {"city": error.text()}, 409)
    return _back(request, PLACES, _("You work in another city from now on. Choose its neighbourhoods."))


async def rest(request: Request) -> Response:
    """On holiday, or back."""
    viewer = require_viewer(request)
    leave = request.url.path.endswith("/pause")
    async with unit_of_work() as session:
        await (editing.pause if leave else editing.resume)(session, viewer.id)
    told = (
        _("You are on holiday: nobody can ask for you.")
        if leave
        else _("Welcome back: clients find you again.")
    )
    return _back(request, "pause", told)


async def change_face(request: Request) -> Response:
    """The photo of the person, the same as everywhere."""
    viewer = require_viewer(request)
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
        return await page(request, PHOTO, {}, error.field_texts())
    return _back(request, PHOTO, _("Your photo is saved."))


async def add_photos(request: Request) -> Response:
    """Pictures of jobs, as many as the plan shows."""
    viewer = require_viewer(request)
    try:
        async with request.form(max_files=_MOST_FILES) as form, unit_of_work() as session:
            sent = [one for one in form.getlist("photos") if isinstance(one, UploadFile) and one.filename]
            if not sent:
                raise Invalid({"photos": _("Choose a picture first.")})
            await photos.add(session, viewer.id, uploads=sent)
    except Invalid as error:
        return await page(request, PHOTOS, {}, error.field_texts())
    return _back(request, PHOTOS, _("The photos are on your page."))


async def act_on_photo(request: Request) -> Response:
    """Show it first, describe it, or take it away."""
    viewer, verb = require_viewer(request), request.path_params["verb"]
    form = await request.form(max_files=0)
    words = form.get("words", "")
    async with unit_of_work() as session:
        await _on_photo(
            session, verb, request.path_params["id"], viewer.id, words if isinstance(words, str) else ""
        )
    return _back(request, PHOTOS, _("Saved."))


async def _on_photo(session: AsyncSession, verb: str, photo_id: UUID, by: UUID, words: str) -> None:
    acts: Mapping[str, Callable[[], Awaitable[None]]] = {
        "first": lambda: photos.put_first(session, photo_id, by=by),
        "describe": lambda: photos.describe(session, photo_id, by=by, words=words),
        "remove": lambda: photos.remove(session, photo_id, by=by),
    }
    if verb not in acts:
        raise NotFound
    await acts[verb]()


def _about(form: FormData) -> dict[str, Any]:
    return {name: str(form.get(name, "")) for name in ("headline", "bio")}


def _terms(form: FormData) -> dict[str, Any]:
    return {
        **{name: str(form.get(name, "")) for name in _TERMS},
        "takes_urgent": form.get("takes_urgent") == "1",
    }


def _places(form: FormData) -> dict[str, Any]:
    """Those that were ticked; the whole city when that was chosen, whatever is ticked."""
    ticked = [ids.parse(one) for one in form.getlist("neighbourhoods") if isinstance(one, str)]
    everywhere = form.get("everywhere") == "1"
    return {"neighbourhoods": [] if everywhere else [one for one in ticked if one]}


_READ: Mapping[str, Read] = {ABOUT: _about, TERMS: _terms, PLACES: _places}


def _back(request: Request, part: str, said: str) -> Response:
    return toast(redirect(request, f"{PATH}#{part}"), said)


routes = [
    Route(PATH, for_pros(show), methods=["GET"]),
    Route(f"{PATH}/photo", for_pros(change_face), methods=["POST"]),
    Route(f"{PATH}/photos", for_pros(add_photos), methods=["POST"]),
    Route(f"{PATH}/photos/{{id:uuid}}/{{verb}}", for_pros(act_on_photo), methods=["POST"]),
    Route(f"{PATH}/city", for_pros(move), methods=["POST"]),
    Route(f"{PATH}/pause", for_pros(rest), methods=["POST"]),
    Route(f"{PATH}/resume", for_pros(rest), methods=["POST"]),
    Route(f"{PATH}/{{part}}", for_pros(save), methods=["POST"]),
]
