"""/client/settings/whatsapp: agreeing to WhatsApp messages, in words that are kept, and ending them."""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.kit.db import unit_of_work
from twiza.kit.i18n import gettext as _
from twiza.notifications.channels.whatsapp import consenting
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer

PATH = "/client/settings/whatsapp"


async def show(request: Request) -> Response:
    viewer = require_viewer(request)
    return render(request, "notifications/whatsapp.html", **await _context(viewer.id))


async def choose(request: Request) -> Response:
    """A box that is ticked agrees; one that isn't ends it."""
    viewer = require_viewer(request)
    wanted = (await request.form()).get("agree") == "1"
    async with unit_of_work() as session:
        if wanted:
            await consenting.agree(session, viewer.id, source=PATH)
        else:
            await consenting.stop(session, viewer.id)
    told = _("Twiza writes to you on WhatsApp from now on.") if wanted else _("Your choices are saved.")
    return toast(redirect(request, PATH), told)


async def _context(account_id: UUID) -> dict[str, Any]:
    async with unit_of_work() as session:
        agreed = await consenting.agreed(session, account_id)
        return {
            "number": await consenting.number_of(session, account_id),
            "agreed_at": agreed.agreed_at if agreed else None,
            "agreement": _(consenting.AGREEMENT),
        }


routes = [Route(PATH, show), Route(PATH, choose, methods=["POST"])]
