"""/client/settings: everything about the account that others don't see."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from twiza.accounts import changing, consenting
from twiza.accounts import queries as accounts
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.kit.i18n import LANGUAGES, use
from twiza.kit.i18n import gettext as _
from twiza.profiles import editing
from twiza.web.auth import forms
from twiza.web.auth.entering import enter
from twiza.web.language import COOKIE
from twiza.web.page import THEME_COOKIE, THEMES, redirect, render, theme, toast
from twiza.web.session import require_viewer
from twiza.web.social import linking
from twiza.web.templates import url_in

PAGE = "settings/settings.html"
_A_YEAR = 365 * 24 * 3600


async def show(request: Request) -> Response:
    return render(request, PAGE, **await _context(request))


async def choose_language(request: Request) -> Response:
    """The language that messages speak; the page goes on in it."""
    viewer = require_viewer(request)
    chosen = str((await request.form()).get("language", ""))
    async with unit_of_work() as session:
        await editing.edit(session, viewer.id, language=chosen)
    with use(chosen if chosen in LANGUAGES else "fr"):
        response = RedirectResponse(url_in(chosen, "/client/settings"), 303)
        response.set_cookie(COOKIE, chosen, max_age=_A_YEAR, samesite="lax", httponly=True)
        return toast(response, _("Your language is saved."))


async def choose_theme(request: Request) -> Response:
    """Light, dark, or as the system does."""
    chosen = str((await request.form()).get("theme", ""))
    response = redirect(request, "/client/settings")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=_A_YEAR, samesite="lax", httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


async def change_password(request: Request) -> Response:
    """All other sessions end; this one goes on."""
    viewer = require_viewer(request)
    typed = await forms.read(request)
    try:
        async with unit_of_work() as session:
            proof = forms.proof(request, typed, "current")
            await changing.change_password(session, viewer.id, proof=proof, new=typed.get("new", ""))
    except DomainError as error:
        return forms.refused(request, PAGE, error, **await _context(request))
    response = await enter(request, viewer.id, keep=False, next_page="/client/settings")
    return toast(response, _("Your password is changed. Your other devices are signed out."))


async def choose_marketing(request: Request) -> Response:
    """News from Twiza only for who asked, with the moment of asking kept."""
    viewer = require_viewer(request)
    wanted = (await request.form()).get("marketing") == "1"
    async with unit_of_work() as session:
        await consenting.choose_marketing(session, viewer.id, wanted=wanted)
    return toast(redirect(request, "/client/settings"), _("Your choices are saved."))


async def _context(request: Request) -> dict[str, Any]:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        account = await accounts.own(session, viewer.id)
        connections = await linking.shown(session, account)
    return {
        "account": account,
        "connections": connections,
        "chosen_theme": theme(request),
        "errors": {},
        "problem": "",
    }


routes = [
    Route("/client/settings", show),
    Route("/client/settings/language", choose_language, methods=["POST"]),
    Route("/client/settings/theme", choose_theme, methods=["POST"]),
    Route("/client/settings/password", change_password, methods=["POST"]),
    Route("/client/settings/marketing", choose_marketing, methods=["POST"]),
]
