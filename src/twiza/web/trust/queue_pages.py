"""/admin/reports: the queue by deadline, one report, and the decision on it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.accounts.viewer import Viewer
from twiza.bookings import rooms
from twiza.bookings.kinds import BookingParty
from twiza.bookings.rooms import Room
from twiza.bookings.states import VISITED
from twiza.kit import ids, storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.messaging import inspecting
from twiza.trust import deciding, queue, subjects
from twiza.trust.models import ReportedKind, ReportReason
from twiza.web.admin import booking_pages
from twiza.web.admin.asking import asked_enum, asked_place, placed, text_fields
from twiza.web.bookings import history
from twiza.web.messages.showing import file_size
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url
from twiza.web.trust import words

_SHOWS = ("", "mine", "closed")


async def listing(request: Request) -> Response:
    """What waits, the most urgent first."""
    admin = require_admin(request, Permission.SUPPORT)
    asked = request.query_params.get("show", "")
    show = asked if asked in _SHOWS else ""
    after = asked_place(request.query_params.get("after", ""))
    async with reading() as connection:
        page = await queue.page(connection, show=show, owner=admin.id, after=after)
    return render(
        request,
        "trust/queue.html",
        entries=page.entries,
        open=page.open,
        show=show,
        next_page=url(query("/admin/reports", show=show, after=placed(page.next))) if page.next else "",
        first_page=url(query("/admin/reports", show=show)) if after else "",
        **_names(),
    )


async def detail(request: Request) -> Response:
    """One report and what it is about; the look is logged, and so is a conversation that it opens."""
    admin = require_admin(request, Permission.SUPPORT)
    return await _detail(request, admin)


async def take(request: Request) -> Response:
    admin = require_admin(request, Permission.SUPPORT)
    async with unit_of_work() as session:
        await deciding.take(session, _id(request), by=admin.id)
    return toast(redirect(request, f"/admin/reports/{_id(request)}"), _("This report is yours."))


async def decide(request: Request) -> Response:
    """Uphold or not, in words that stay."""
    admin = require_admin(request, Permission.SUPPORT)
    typed = await text_fields(request)
    decision, who = typed.get("decision", ""), asked_enum(BookingParty, typed.get("who"))
    try:
        async with unit_of_work() as session:
            if who is not None:
                await deciding.uphold_no_show(session, _id(request), by=admin.id, who=who, decision=decision)
            elif typed.get("upheld") == "1":
                await deciding.resolve(session, _id(request), by=admin.id, decision=decision)
            else:
                await deciding.reject(session, _id(request), by=admin.id, decision=decision)
    except Invalid as error:
        return await _detail(request, admin, 422, typed=typed, errors=error.field_texts())
    return toast(redirect(request, "/admin/reports"), _("The report is closed."))


async def _detail(
    request: Request,
    admin: Viewer,
    status: int = 200,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    async with unit_of_work() as session:
        entry = await queue.one(await session.connection(), _id(request))
        await audit.write(session, admin.id, audit.LOOK, "report", entry.id)
        subject = await subjects.inspected(session, entry.kind, entry.subject_id)
        lines = await _conversation(session, admin, entry)
        files = await queue.files(await session.connection(), entry.id)
        room = await _booking(session, admin, entry)
    return render(
        request,
        "trust/report_detail.html",
        status,
        entry=entry,
        subject=subject,
        lines=lines,
        files=[{"id": one.id, "name": one.name, "size": file_size(one.bytes)} for one in files],
        booking=booking_pages.told(room) if room else None,
        history=history.lines(room) if room else [],
        may_end=room.booking.status.value
        if room is not None and entry.reason is ReportReason.NO_SHOW and room.booking.status in VISITED
        else "",
        typed=typed or {},
        errors=errors or {},
        **_names(),
    )


async def _conversation(session: AsyncSession, admin: Viewer, entry: queue.Entry) -> Any:
    """What was written around a reported message."""
    if entry.kind is not ReportedKind.MESSAGE:
        return []
    return await inspecting.around(
        session, entry.subject_id, by=admin.id, subject="report", subject_id=entry.id
    )


async def _booking(session: AsyncSession, admin: Viewer, entry: queue.Entry) -> Room | None:
    """The visit that is spoken of, without anybody's number."""
    if entry.kind is not ReportedKind.BOOKING:
        return None
    return await rooms.room(session, entry.subject_id, admin.id, as_admin=True)


async def open_file(request: Request) -> Response:
    """What came with a report: to a link that lasts ten minutes and works for this administrator alone."""
    admin = require_admin(request, Permission.SUPPORT)
    file_id = ids.parse(request.path_params["file_id"])
    async with unit_of_work() as session:
        found = await queue.files(await session.connection(), _id(request))
        if file_id is None or file_id not in {one.id for one in found}:
            raise NotFound
        await audit.write(session, admin.id, audit.LOOK, "report", _id(request))
    response = RedirectResponse(storage.signed_link(file_id, admin.id), 303)
    response.headers["cache-control"] = "private, no-store"
    return response


def _id(request: Request) -> UUID:
    found = ids.parse(request.path_params["id"])
    if found is None:
        raise NotFound
    return found


def _names() -> dict[str, Any]:
    return {"kinds": words.KINDS, "reasons": words.NAMES, "states": words.STATUS}


routes = [
    Route("/admin/reports", listing),
    Route("/admin/reports/{id}", detail, methods=["GET"]),
    Route("/admin/reports/{id}/files/{file_id}", open_file, methods=["GET"]),
    Route("/admin/reports/{id}/take", take, methods=["POST"]),
    Route("/admin/reports/{id}/decision", decide, methods=["POST"]),
]
