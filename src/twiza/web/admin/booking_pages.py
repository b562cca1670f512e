"""/admin/bookings: finding a booking, reading its history; penalties excused with a reason, here and on a person's page."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.bookings import excusing, rooms
from twiza.bookings.kinds import BookingStatus, PenaltyType
from twiza.bookings.rooms import Room
from twiza.bookings.standing import standing
from twiza.kit import clock, ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.web.admin import booking_reads, words
from twiza.web.admin.asking import asked_enum, text_fields
from twiza.web.admin.booking_reads import Penalised
from twiza.web.bookings import history
from twiza.web.bookings import words as bookings
from twiza.web.orders.words import Pill
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url
from twiza.web.trust.words import STATUS


async def listing(request: Request) -> Response:
    """Everybody's bookings, newest first, by reference, person and state."""
    require_admin(request, Permission.SUPPORT)
    asked = request.query_params
    status = asked_enum(BookingStatus, asked.get("status"))
    filters = booking_reads.Filters(asked.get("q", "").strip(), status, asked.get("urgent") == "1")
    after = ids.parse(asked.get("after", ""))
    async with reading() as connection:
        found, older = await booking_reads.lines(connection, filters, after=after)
    chosen = {"q": filters.words, "status": status, "urgent": "1" if filters.urgent else ""}
    return render(
        request,
        "admin/bookings.html",
        lines=[{"line": line, "pill": _pill(line)} for line in found],
        asked=chosen,
        status_options=[(each, _(said.text)) for each, said in bookings.STATUS.items()],
        next_page=url(query("/admin/bookings", **chosen, after=older)) if older else "",
        first_page=url(query("/admin/bookings", **chosen)) if after else "",
    )


def _pill(line: booking_reads.Line) -> Pill:
    """What is past its time says so before the worker has come round."""
    lapsed = line.status is BookingStatus.PENDING and line.expires_at <= clock.now()
    said = bookings.STATUS[BookingStatus.EXPIRED if lapsed else line.status]
    return Pill(_(said.text), said.tone)


async def detail(request: Request) -> Response:
    """One booking without anybody's number; each look is written into the audit log."""
    admin = require_admin(request, Permission.SUPPORT)
    key = request.path_params["key"]
    async with unit_of_work() as session:
        room = await rooms.room(session, ids.parse(key) or key.upper(), admin.id, as_admin=True)
        booking = room.booking
        await audit.write(session, admin.id, audit.LOOK, "booking", booking.id)
        connection = await session.connection()
        context: dict[str, Any] = {
            "hours": [bookings.slot(hour) for hour in await booking_reads.hours(connection, booking.id)],
            "penalties": shown(await booking_reads.penalties(connection, booking_id=booking.id)),
            "reports": await booking_reads.reports(connection, booking.id),
        }
    return render(
        request,
        "admin/booking.html",
        booking=told(room),
        history=history.lines(room),
        siblings=[
            {"reference": one.reference, "name": one.pro.name, "pill": bookings.STATUS[one.status]}
            for one in room.siblings
        ],
        report_states=STATUS,
        **context,
    )


async def excuse(request: Request) -> Response:
    """One penalty no longer counts; the person reads why."""
    admin = require_admin(request, Permission.SUPPORT)
    form = await text_fields(request)
    penalty_id = ids.parse(request.path_params["id"])
    if penalty_id is None:
        raise NotFound
    try:
        async with unit_of_work() as session:
            penalty = await excusing.excuse(session, penalty_id, by=admin.id, reason=form.get("reason", ""))
    except Invalid as error:
        return _asked_again(request, f"/admin/penalties/{penalty_id}/excuse", form, error)
    return toast(
        redirect(request, f"/admin/users/{penalty.account_id}#penalties"), _("The penalty is excused.")
    )


async def pardon(request: Request) -> Response:
    """The ban from booking, or the suspension as a pro, ends: all that led to it is excused."""
    admin = require_admin(request, Permission.SUPPORT)
    form = await text_fields(request)
    account_id, kind = ids.parse(request.path_params["id"]), _PARDONS.get(request.path_params["side"])
    if account_id is None or kind is None:
        raise NotFound
    try:
        async with unit_of_work() as session:
            await excusing.pardon(session, account_id, kind, by=admin.id, reason=form.get("reason", ""))
    except Invalid as error:
        path = f"/admin/users/{account_id}/pardon/{request.path_params['side']}"
        return _asked_again(request, path, form, error)
    return toast(
        redirect(request, f"/admin/users/{account_id}#penalties"), _("Lifted: this person may go on.")
    )


_PARDONS = {"client": PenaltyType.CLIENT_CANCEL_LATE, "pro": PenaltyType.PRO_CANCEL_CONFIRMED}


def _asked_again(request: Request, path: str, typed: dict[str, str], error: DomainError) -> Response:
    errors = error.field_texts() if isinstance(error, Invalid) else {}
    return render(request, "admin/excuse.html", error.status, path=path, typed=typed, errors=errors)


async def of_person(session: AsyncSession, account_id: UUID) -> dict[str, Any]:
    """What a person's page says of penalties: where they stand, and the log."""
    connection = await session.connection()
    found = await standing(connection, account_id)
    log = await booking_reads.penalties(connection, account_id=account_id)
    pardons = [
        side
        for side, is_held in (
            ("client", found.banned_at or found.cooldown_until),
            ("pro", found.suspended_at or found.hidden_until),
        )
        if is_held and any(one.type is _PARDONS[side] and one.excused_at is None for one in log)
    ]
    return {"penalties": shown(log), "standing": found, "pardons": pardons}


def shown(log: Iterable[Penalised]) -> list[dict[str, Any]]:
    """Lines of the log in words."""
    return [
        {
            "one": one,
            "what": _(words.PENALTIES[one.type, one.no_show]),
            "effect": _(words.EFFECTS[one.effect]),
        }
        for one in log
    ]


def told(room: Room) -> dict[str, Any]:
    """The facts of a booking, as the pages of the administration read them."""
    booking = room.booking
    names = (
        "reference",
        "created_at",
        "expires_at",
        "confirmed_at",
        "completed_at",
        "cancelled_at",
        "urgent",
    )
    return {
        **{name: getattr(booking, name) for name in names},
        "pill": bookings.pill_of(booking),
        "visit": bookings.visit(booking),
        "city": room.shown.city.name,
        "category": room.category.name,
        "neighbourhood": room.shown.neighbourhood.name if room.shown.neighbourhood else "",
        "description": room.description,
        "cancel_reason": booking.cancel_reason,
        "prices": bookings.prices(booking.call_out_fee, booking.min_price, booking.max_price),
        "client": {"id": booking.client_id, "name": room.shown.client.name},
        "pro": {"id": booking.pro_id, "name": room.shown.pro.name},
    }


routes = [
    Route("/admin/bookings", listing),
    Route("/admin/bookings/{key}", detail),
    Route("/admin/penalties/{id}/excuse", excuse, methods=["POST"]),
    Route("/admin/users/{id}/pardon/{side}", pardon, methods=["POST"]),
]
