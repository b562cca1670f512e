"""/auth/logout: here, or everywhere."""

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import sessions
from twiza.kit.db import unit_of_work
from twiza.kit.i18n import _
from twiza.web import session as web_session
from twiza.web.page import redirect, toast


async def logout(request: Request) -> Response:
    """This browser forgets who was here."""
    response = toast(redirect(request, "/"), _("You’re signed out. See you soon."))
    return web_session.sign_out(_silenced(response))


async def logout_everywhere(request: Request) -> Response:
    """Every browser and app forgets, this one included."""
    viewer = web_session.require_viewer(request)
    async with unit_of_work() as session:
        await sessions.sign_out_everywhere(session, viewer.id)
    response = toast(redirect(request, "/auth/login"), _("You’re signed out on all your devices."))
    return web_session.sign_out(_silenced(response))


def _silenced(response: Response) -> Response:
    """The browser drops its service worker, and with it the subscription that would show this person's notices."""
    response.headers["clear-site-data"] = '"storage"'
    return response
