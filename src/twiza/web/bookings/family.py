"""POST /client/bookings/{id}/next and /withdraw: asking the next three, taking back whatever still waits."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from twiza.bookings import cancelling, queries, requesting
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking
from twiza.kit import clock, ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import ngettext
from twiza.web.page import redirect, toast
from twiza.web.session import require_viewer


async def ask_next(request: Request) -> Response:
    """The same need, the same hour, three others."""
    viewer = require_viewer(request)
    request_id = _id(request)
    try:
        async with unit_of_work() as session:
            await requesting.ask_next(session, request_id, by=viewer.id)
    except (Conflict, Forbidden, TooMany) as error:
        return toast(redirect(request, "/client/bookings"), error.text(), "bad")
    except Invalid as error:
        said = next(iter(error.field_texts().values()), error.text())
        return toast(redirect(request, "/client/bookings"), said, "bad")
    return toast(
        redirect(request, "/client/bookings"), _("The next pros are asked. You are told of the first yes.")
    )


async def withdraw(request: Request) -> Response:
    """Take back whatever of this work still waits in this city, once somebody has said yes."""
    viewer = require_viewer(request)
    async with reading() as connection:
        booking = (await queries.room(connection, _id(request), viewer.id)).booking
        if booking.client_id != viewer.id:
            raise Forbidden
        found = await waiting(connection, booking)
    withdrawn = 0
    for booking_id in found:
        # One transaction each: several at once would take the pros' locks out of their order.
        try:
            async with unit_of_work() as session:
                await cancelling.cancel(session, booking_id, by=Actor.person(viewer.id))
        except Conflict:
            continue
        withdrawn += 1
    said = ngettext("{n} request is withdrawn.", "{n} requests are withdrawn.", withdrawn)
    return toast(redirect(request, "/client/bookings"), said)


async def waiting(connection: AsyncConnection, booking: Booking) -> list[UUID]:
    """What the same client still waits for, of the same work in the same city as this booking."""
    statement = select(Booking.id).where(
        Booking.client_id == booking.client_id,
        Booking.city_id == booking.city_id,
        Booking.category_id == booking.category_id,
        Booking.status == BookingStatus.PENDING,
        Booking.expires_at > clock.now(),
    )
    return list((await connection.execute(statement.order_by(Booking.id))).scalars())


def _id(request: Request) -> UUID:
    found = ids.parse(request.path_params["id"])
    if found is None:
        raise NotFound
    return found
