"""/notifications: the list, the bell's menu, one notice opened, everything read."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import notifications
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.web.notifications import choices, unsubscribing, whatsapp
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer
from twiza.web.templates import query, url


async def show(request: Request) -> Response:
    """Unread first, then the rest, newest first; a page at a time."""
    viewer = require_viewer(request)
    after = request.query_params.get("after", "")
    async with reading() as connection:
        page = await notifications.page(connection, viewer.id, after)
    return render(
        request,
        "notifications/list.html",
        items=page.items,
        next_page=url(query("/notifications", after=page.next)) if page.next else "",
        first_page=url("/notifications") if after else "",
    )


async def menu(request: Request) -> Response:
    """The latest few, for the menu under the bell."""
    viewer = require_viewer(request)
    async with reading() as connection:
        items = await notifications.latest(connection, viewer.id)
    return render(request, "notifications/menu.html", items=items)


async def open_one(request: Request) -> Response:
    """Read a notice and go to what it is about."""
    viewer = require_viewer(request)
    notification_id = ids.parse(request.path_params["id"])
    if notification_id is None:
        raise NotFound
    async with unit_of_work() as session:
        path = await notifications.read(session, notification_id, by=viewer.id)
    return redirect(request, path)


async def read_all(request: Request) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        await notifications.read_all(session, by=viewer.id)
    return toast(redirect(request, "/notifications"), _("Everything is marked as read."))


routes = [
    Route("/notifications", show),
    Route("/notifications/menu", menu),
    Route("/notifications/read-all", read_all, methods=["POST"]),
    *choices.routes,
    *unsubscribing.routes,
    *whatsapp.routes,
    Route("/notifications/{id}", open_one),
]
