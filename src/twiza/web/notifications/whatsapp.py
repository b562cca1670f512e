"""/client/settings/whatsapp: proving the number, agreeing in words that are kept, and ending it."""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.kit import outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.kit.i18n import gettext as _
from twiza.kit.outgoing import Channel
from twiza.kit.settings import settings
from twiza.notifications.channels.whatsapp import consenting, proving
from twiza.web.auth import forms
from twiza.web.page import redirect, render, toast
from twiza.web.session import address_of, require_viewer

PATH = "/client/settings/whatsapp"
PAGE = "notifications/whatsapp.html"


async def show(request: Request) -> Response:
    viewer = require_viewer(request)
    return render(request, PAGE, **await _context(viewer.id))


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


async def prove(request: Request) -> Response:
    """Send a code to the number that isn't proven, or take the one that was typed: it proves and agrees."""
    viewer = require_viewer(request)
    fields = await forms.read(request)
    try:
        async with unit_of_work() as session:
            if "code" in fields:
                await proving.prove(session, viewer.id, fields["code"], source=PATH)
            else:
                await proving.send_code(session, viewer.id, address=address_of(request))
    except DomainError as error:
        return forms.refused(request, PAGE, error, **await _context(viewer.id))
    if "code" not in fields:
        return redirect(request, PATH)
    return toast(
        redirect(request, PATH), _("This number is yours: Twiza writes to it on WhatsApp from now on.")
    )


async def _context(account_id: UUID) -> dict[str, Any]:
    async with unit_of_work() as session:
        agreed = await consenting.agreed(session, account_id)
        return {
            "number": await consenting.number_of(session, account_id),
            "proven": await consenting.is_proven(session, account_id),
            "code_sent": await proving.is_waiting(session, account_id),
            "agreed_at": agreed.agreed_at if agreed else None,
            "agreement": _(consenting.AGREEMENT),
            "in_outbox": not (settings().is_production or outgoing.configured(Channel.SMS)),
            "errors": {},
            "problem": "",
        }


routes = [
    Route(PATH, show),
    Route(PATH, choose, methods=["POST"]),
    Route(f"{PATH}/number", prove, methods=["POST"]),
]
