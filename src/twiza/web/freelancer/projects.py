"""/freelancer/profile/projects: finished work with its pictures, each project on a page of its own."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.profiles import portfolio, showing
from twiza.profiles.shown import ProjectShown
from twiza.web.freelancer.parts import PROJECTS
from twiza.web.freelancer.showing import MOST, PATH, page, require_freelancer
from twiza.web.page import redirect, render, toast

HERE = f"{PATH}/{PROJECTS.name}"
# More than a project shows, so that their number is judged by the domain and not by the reader of forms.
_MOST_FILES = 30


async def add(request: Request) -> Response:
    """A project, and its pictures when they came along; a bad picture loses no words."""
    viewer = require_freelancer(request)
    async with request.form(max_files=_MOST_FILES) as form:
        typed = _typed(form)
        try:
            async with unit_of_work() as session:
                project = await portfolio.add_project(session, by=viewer.id, **typed)
        except Invalid as error:
            return await page(request, PROJECTS.name, typed, error.field_texts())
        faults = await _keep_pictures(viewer.id, project.id, _uploads(form))
    if faults:
        return await _page(request, project.id, errors=faults)
    return toast(redirect(request, f"{PATH}#{PROJECTS.name}"), _(PROJECTS.added))


async def edit(request: Request) -> Response:
    return await _page(request, request.path_params["id"])


async def save(request: Request) -> Response:
    """Other words for a project."""
    viewer = require_freelancer(request)
    project_id: UUID = request.path_params["id"]
    typed = _typed(await request.form(max_files=0))
    try:
        async with unit_of_work() as session:
            await portfolio.edit_project(session, project_id, by=viewer.id, **typed)
    except Invalid as error:
        return await _page(request, project_id, typed, error.field_texts())
    return toast(redirect(request, f"{PATH}#{PROJECTS.name}"), _("The project is saved."))


async def add_pictures(request: Request) -> Response:
    """Pictures after those there are."""
    viewer = require_freelancer(request)
    project_id: UUID = request.path_params["id"]
    async with request.form(max_files=_MOST_FILES) as form:
        uploads = _uploads(form)
        faults = (
            await _keep_pictures(viewer.id, project_id, uploads)
            if uploads
            else {"pictures": _("Choose a picture first.")}
        )
    if faults:
        return await _page(request, project_id, errors=faults)
    return toast(redirect(request, f"{HERE}/{project_id}#pictures"), _("The pictures are saved."))


async def remove_picture(request: Request) -> Response:
    viewer = require_freelancer(request)
    project_id, picture_id = request.path_params["id"], request.path_params["picture"]
    async with unit_of_work() as session:
        await portfolio.remove_picture(session, picture_id, by=viewer.id, project_id=project_id)
    return toast(redirect(request, f"{HERE}/{project_id}#pictures"), _("The picture is removed."))


async def _keep_pictures(by: UUID, project_id: UUID, uploads: Sequence[UploadFile]) -> dict[str, str]:
    """What was wrong, by field; nothing when all are kept."""
    if not uploads:
        return {}
    try:
        async with unit_of_work() as session:
            await portfolio.add_pictures(session, project_id, by=by, uploads=uploads)
    except Invalid as error:
        return error.field_texts()
    return {}


async def _page(
    request: Request,
    project_id: UUID,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    project = await _own(request, project_id)
    stored = {
        "title": project.title,
        "year": str(project.year or ""),
        "link": project.link,
        "description": project.description,
    }
    return render(
        request,
        "freelancer/project.html",
        422 if errors else 200,
        project=project,
        action=f"{HERE}/{project.id}",
        back=f"{PATH}#{PROJECTS.name}",
        typed={**stored, **(typed or {})},
        errors=errors or {},
        most=MOST,
    )


async def _own(request: Request, project_id: UUID) -> ProjectShown:
    viewer = require_freelancer(request)
    async with reading() as connection:
        profile = await showing.profile(connection, viewer.id)
    for project in profile.projects if profile else ():
        if project.id == project_id:
            return project
    raise NotFound


def _typed(form: FormData) -> dict[str, str]:
    return {name: said if isinstance(said := form.get(name, ""), str) else "" for name in PROJECTS.fields}


def _uploads(form: FormData) -> list[UploadFile]:
    """The files that were chosen; an empty file input sends one without a name."""
    return [each for each in form.getlist("pictures") if isinstance(each, UploadFile) and each.filename]


routes = [
    Route(HERE, add, methods=["POST"]),
    Route(f"{HERE}/{{id:uuid}}", edit, methods=["GET"]),
    Route(f"{HERE}/{{id:uuid}}", save, methods=["POST"]),
    Route(f"{HERE}/{{id:uuid}}/pictures", add_pictures, methods=["POST"]),
    Route(f"{HERE}/{{id:uuid}}/pictures/{{picture:uuid}}/remove", remove_picture, methods=["POST"]),
]
