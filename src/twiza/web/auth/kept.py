"""Asking to sign in without losing what was being done: the page to return to, or the posted form."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from twiza.accounts import kept_forms, tokens
from twiza.kit.db import unit_of_work
from twiza.kit.i18n import _
from twiza.web import templates
from twiza.web.auth import cookies
from twiza.web.page import is_fragment, path_with_query, redirect, render, toast
from twiza.web.session import presented, require_viewer

_SHOWN = 160
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def ask_to_sign_in(request: Request) -> Response:
    """To the sign-in page; a posted form is kept for an hour and offered again afterwards."""
    is_read = request.method in {"GET", "HEAD"}
    back = path_with_query(request) if is_read else ""
    response: Response = redirect(request, templates.query("/auth/login", next=back))
    if is_fragment(request):
        # htmx would swap the sign-in page into a corner of this one.
        response = Response(status_code=204, headers={"hx-redirect": response.headers["location"]})
    if not is_read and request.headers.get("content-type", "").startswith(_FORMS):
        token = await _keep(request)
        if token:
            cookies.set_kept(response, token)
            toast(response, _("Sign in: what you wrote is kept."), "info")
    return response


async def show_continue(request: Request) -> Response:
    """What was being sent, one click away."""
    viewer = require_viewer(request)
    token = cookies.kept(request)
    async with unit_of_work() as session:
        kept = await kept_forms.find(session, token, viewer.id)
    if kept is None:
        return cookies.end_kept(redirect(request, "/"))
    return render(request, "auth/continue.html", kept=kept, shown=_readable(kept))


async def send_again(request: Request) -> Response:
    """Forget the kept form and hand the posted one on to where it was going."""
    viewer = require_viewer(request)
    token = cookies.kept(request)
    async with unit_of_work() as session:
        kept = await kept_forms.find(session, token, viewer.id)
        await kept_forms.forget(session, token)
    if kept is None:
        return cookies.end_kept(redirect(request, "/"))
    # 307 makes the browser post the same fields there.
    return cookies.end_kept(RedirectResponse(templates.url(kept.path), 307))


async def discard(request: Request) -> Response:
    """It isn't wanted any more."""
    async with unit_of_work() as session:
        await kept_forms.forget(session, cookies.kept(request))
    return cookies.end_kept(redirect(request, "/"))


def _readable(kept: kept_forms.Kept) -> list[str]:
    """What a person wrote, as against ids and choices: enough to recognise the form by."""
    texts = [value.strip() for _name, value in kept.fields if " " in value.strip()]
    return [text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…" for text in texts[:4]]


async def _keep(request: Request) -> str | None:
    form = await request.form()
    texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    has_files = any(isinstance(value, UploadFile) and value.filename for _name, value in form.multi_items())
    owner = tokens.formerly(presented(request)) or cookies.last_here(request)
    async with unit_of_work() as session:
        return await kept_forms.keep(
            session, path_with_query(request), texts, had_files=has_files, owner=owner
        )
