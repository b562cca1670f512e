"""/bookings/{key}/report: what went wrong with a visit, or that nobody came."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.bookings.kinds import BookingParty
from twiza.kit import clock, storage
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict, Invalid, TooMany
from twiza.kit.i18n import gettext as _
from twiza.trust import booking_reports, reporting
from twiza.web.bookings import finding, words
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer

_FIELDS = ("title", "details", "what")


async def form(request: Request) -> Response:
    return await _page(request)


async def send(request: Request) -> Response:
    """Files are kept before anything is locked; the booking's room is where it goes on."""
    viewer = require_viewer(request)
    key = request.path_params["key"]
    most = booking_reports.MOST_FILES
    async with request.form(max_files=most, max_fields=8) as sent:
        typed = {name: str(sent.get(name, "")) for name in _FIELDS}
        files = [one for one in sent.getlist("files") if isinstance(one, UploadFile) and one.filename]
        try:
            async with unit_of_work() as session:
                booking = await finding.seen(session, key, viewer.id)
                kept = [
                    (
                        await storage.put(
                            session, one, owner=viewer.id, name=one.filename or "", field="files"
                        )
                    ).id
                    for one in files
                ]
                await reporting.report_booking(
                    session,
                    booking.id,
                    by=viewer.id,
                    title=typed["title"],
                    details=typed["details"],
                    files=kept,
                    no_show=typed["what"] == "no_show",
                )
        except (Invalid, Conflict, TooMany) as error:
            return await _page(request, error, typed)
    said = _("Thank you: an administrator will look at it. You will be told of the answer.")
    return toast(redirect(request, f"/bookings/{booking.reference}"), said)


async def _page(
    request: Request,
    error: Invalid | Conflict | TooMany | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        booking = await finding.seen(session, request.path_params["key"], viewer.id)
    now = clock.now()
    kinds: list[tuple[Any, ...]] = []
    if booking_reports.may_say_nobody_came(booking, viewer.id, now):
        is_client = booking.party(viewer.id) is BookingParty.CLIENT
        absent = _("The pro didn’t come") if is_client else _("Nobody opened the door")
        kinds = [
            ("other", _("Something went wrong"), _("The work, the price, the behaviour, a damage."), "flag"),
            ("no_show", absent, _("Looked at first; the booking may be ended by an administrator."), "clock"),
        ]
    is_invalid = isinstance(error, Invalid)
    return render(
        request,
        "trust/booking_report.html",
        error.status if error else 200,
        reference=booking.reference,
        visit=words.visit(booking),
        pill=words.pill_of(booking),
        kinds=kinds,
        is_fresh=booking_reports.is_fresh(booking, now),
        most_files=booking_reports.MOST_FILES,
        typed=typed or {"title": "", "details": "", "what": "other"},
        errors=error.field_texts() if isinstance(error, Invalid) else {},
        problem=error.text() if error and not is_invalid else "",
    )


routes = [
    Route("/bookings/{key}/report", form, methods=["GET"]),
    Route("/bookings/{key}/report", send, methods=["POST"]),
]
