"""/notifications/unsubscribe: the way out that every email of a group carries."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import notifications
from twiza.kit.db import unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.notifications import Group
from twiza.web.page import render


async def show(request: Request) -> Response:
    """Mail programs open links by themselves: only the button ends anything."""
    _account_id, group = _meant(request)
    return render(request, "notifications/unsubscribe.html", group=_(notifications.NAMES[group]), done=False)


async def unsubscribe(request: Request) -> Response:
    """End a group's emails, by the button or by a mail program's one-click request; no sign-in needed."""
    account_id, group = _meant(request)
    async with unit_of_work() as session:
        await notifications.choose(session, account_id, {group: False})
    return render(request, "notifications/unsubscribe.html", group=_(notifications.NAMES[group]), done=True)


def _meant(request: Request) -> tuple[UUID, Group]:
    found = notifications.read_unsubscribe(request.path_params["token"])
    if found is None or found[1] not in set(Group) - notifications.LOCKED:
        raise NotFound
    return found[0], Group(found[1])


routes = [
    Route("/notifications/unsubscribe/{token}", show),
    Route("/notifications/unsubscribe/{token}", unsubscribe, methods=["POST"]),
]
