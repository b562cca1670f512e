"""The theme and the language a visitor chooses, kept in cookies: no account is needed."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from twiza.web import origin
from twiza.web.page import THEME_COOKIE, THEMES, safe_next

_A_YEAR = 365 * 24 * 3600


async def choose_theme(request: Request) -> Response:
    """Remember light or dark and go back to the page."""
    form = await request.form()
    chosen = str(form.get("theme", ""))
    response = RedirectResponse(_back(request), 303)
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=_A_YEAR, samesite="lax", httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def _back(request: Request) -> str:
    """The page the form stood on, if it was ours."""
    return safe_next(origin.own_path(request.headers.get("referer", "")))


routes = [Route("/prefs/theme", choose_theme, methods=["POST"])]
