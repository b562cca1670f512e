"""/calendar/{pro}/{secret}.ics, /bookings/{key}/visit.ics and /pro/calendar."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.bookings import feed as entries
from twiza.kit import i18n
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.settings import settings
from twiza.pros import feed
from twiza.web.calendar.writing import written
from twiza.web.page import redirect, render, toast
from twiza.web.pro.hat import for_pros
from twiza.web.session import require_viewer

_TYPE = "text/calendar; charset=utf-8"


async def subscribed(request: Request) -> Response:
    """What a calendar program reads by itself: the secret in the address is its only key."""
    pro_id: UUID = request.path_params["pro_id"]
    secret = request.path_params["secret"]
    if not secret.isascii():
        raise NotFound
    async with reading() as connection:
        language = await feed.check(connection, pro_id, secret)
        with i18n.use(language):
            found = await entries.of_pro(connection, pro_id)
            body = written(found, name=_("Twiza bookings"))
    return Response(body, headers=_headers("twiza.ics"))


async def visit(request: Request) -> Response:
    """One confirmed visit, for the calendar of whichever of the two asks."""
    viewer = require_viewer(request)
    reference = request.path_params["key"].upper()
    async with reading() as connection:
        entry = await entries.of_one(connection, reference, viewer.id)
    body = written([entry], name=_("Twiza bookings"))
    return Response(body, headers=_headers(f"twiza-{entry.reference}.ics"))


@for_pros
async def page(request: Request) -> Response:
    """Where the feed is, how to subscribe to it, and how to change its address."""
    viewer = require_viewer(request)
    async with reading() as connection:
        secret = await feed.secret(connection, viewer.id)
    address = f"{settings().public_url}/calendar/{viewer.id}/{secret}.ics"
    return render(request, "calendar/page.html", address=address, webcal=_webcal(address))


@for_pros
async def rotate(request: Request) -> Response:
    """Somebody saw the address who shouldn't have: the old one shows nothing from now on."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        await feed.rotate(session, viewer.id)
    return toast(redirect(request, "/pro/calendar"), _("The old address no longer works."))


def _webcal(address: str) -> str:
    return "webcal:" + address.partition(":")[2]


def _headers(name: str) -> dict[str, str]:
    return {
        "content-type": _TYPE,
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
        "x-robots-tag": "noindex",
        "referrer-policy": "no-referrer",
    }


routes = [
    Route("/calendar/{pro_id:uuid}/{secret}.ics", subscribed),
    Route("/bookings/{key}/visit.ics", visit),
    Route("/pro/calendar", page, methods=["GET"]),
    Route("/pro/calendar/rotate", rotate, methods=["POST"]),
]
