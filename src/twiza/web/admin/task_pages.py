"""/admin/tasks: background work that was given up, to be tried again or dropped."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import parked_tasks
from twiza.accounts.models import Permission
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.i18n import N_
from twiza.kit.i18n import gettext as _
from twiza.kit.tasks import parking
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

HOME = "/admin/tasks"


async def listing(request: Request) -> Response:
    """The newest first, each with what is needed to understand it."""
    require_admin(request, Permission.OWNER)
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        page = await parking.parked(connection, after=after)
    return render(
        request,
        "admin/tasks.html",
        tasks=page.tasks,
        next_page=url(query(HOME, after=page.next)) if page.next else "",
        first_page=url(HOME) if after else "",
    )


async def _decide(verb: Callable[..., Awaitable[Any]], said: str, request: Request) -> Response:
    """Do with one task what its button says."""
    admin = require_admin(request, Permission.OWNER)
    failed_id = ids.parse(request.path_params["id"])
    if failed_id is None:
        raise NotFound
    async with unit_of_work() as session:
        await verb(session, failed_id, by=admin.id)
    return toast(redirect(request, HOME), _(said))


_retry = partial(_decide, parked_tasks.retry, N_("The task is in the queue again."))
_drop = partial(_decide, parked_tasks.drop, N_("The task is dropped."))

routes = [
    Route(HOME, listing),
    Route(f"{HOME}/{{id}}/retry", _retry, methods=["POST"]),
    Route(f"{HOME}/{{id}}/drop", _drop, methods=["POST"]),
]
