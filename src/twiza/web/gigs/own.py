"""/freelancer/gigs: one's own gigs with what came of them, and the buttons that move them."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.models import HatKind
from twiza.gigs import deleting, pausing, publishing, queries
from twiza.gigs.models import GigStatus
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.kit.i18n import gettext as _
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer

LIST = "/freelancer/gigs"
STATUS: Mapping[GigStatus, tuple[str, str, str]] = {
    GigStatus.DRAFT: (N_("Draft"), "grey", "pencil"),
    GigStatus.PUBLISHED: (N_("Published"), "mint", "circle-check"),
    GigStatus.PAUSED: (N_("Paused"), "saffron", "pause"),
    GigStatus.DELETED: (N_("Deleted"), "grey", "trash-2"),
}
VERBS: Mapping[str, tuple[str, str, str]] = {
    "publish": (N_("Publish"), "send-horizontal", N_("Your gig is online.")),
    "pause": (N_("Pause"), "pause", N_("Your gig is paused: nobody can order it for now.")),
    "resume": (N_("Put back online"), "play", N_("Your gig is online.")),
    "delete": (N_("Delete"), "trash-2", N_("Your gig is deleted.")),
}
_Run = Callable[..., Awaitable[object]]
_RUN: Mapping[str, _Run] = {
    "publish": publishing.publish,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "delete": deleting.delete_gig,
}


async def listing(request: Request) -> Response:
    """Views, orders, state and what can be done."""
    viewer = require_viewer(request)
    if HatKind.FREELANCER not in viewer.hats:
        return render(request, "gigs/no_hat.html")
    async with reading() as connection:
        mine = await queries.own_lines(connection, viewer.id)
    return render(request, "gigs/own.html", gigs=mine, states=STATUS, verbs=VERBS)


async def act(request: Request) -> Response:
    """Take one step of a gig's life; what publishing lacks is shown on the wizard's last page."""
    viewer = require_viewer(request)
    gig_id: UUID = request.path_params["id"]
    verb = request.path_params["verb"]
    if verb not in _RUN:
        raise NotFound
    try:
        async with unit_of_work() as session:
            await _run(session, verb, gig_id, viewer.id)
    except Invalid:
        said = _("Something is still missing: it is listed here.")
        return toast(redirect(request, f"{LIST}/{gig_id}/edit?step=publish"), said, "error")
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        return toast(redirect(request, LIST), error.text(), "error")
    if verb == "publish":
        return toast(redirect(request, f"/gigs/{gig_id}"), _(VERBS[verb][2]))
    return toast(redirect(request, LIST), _(VERBS[verb][2]))


async def _run(session: AsyncSession, verb: str, gig_id: UUID, by: UUID) -> None:
    await _RUN[verb](session, gig_id, by=by)


routes = [
    Route(LIST, listing),
    Route(f"{LIST}/{{id:uuid}}/{{verb}}", act, methods=["POST"]),
]
