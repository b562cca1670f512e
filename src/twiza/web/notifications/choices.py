"""/notifications/preferences: one switch for each group, and for each way."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import notifications
from twiza.kit.db import unit_of_work
from twiza.kit.i18n import gettext as _
from twiza.notifications import Group, Way
from twiza.notifications.channels.push import vapid
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer


async def show(request: Request) -> Response:
    """One switch per group; what can't be switched off says so."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        choices = await notifications.choices(session, viewer.id)
        ways = await notifications.way_choices(session, viewer.id)
    return render(
        request,
        "notifications/preferences.html",
        choices=choices,
        ways=ways,
        push_key=vapid.public_key(),
    )


async def save(request: Request) -> Response:
    """A switch that is off isn't posted at all."""
    viewer = require_viewer(request)
    form = await request.form()
    chosen = {group: group in form for group in Group}
    async with unit_of_work() as session:
        await notifications.choose(session, viewer.id, chosen)
        await notifications.choose_ways(session, viewer.id, {way: way in form for way in Way})
    return toast(redirect(request, "/notifications/preferences"), _("Your choices are saved."))


routes = [
    Route("/notifications/preferences", show),
    Route("/notifications/preferences", save, methods=["POST"]),
]
