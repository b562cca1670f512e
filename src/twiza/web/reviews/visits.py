"""/bookings/{key}/review: the client says how a visit went."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.bookings import queries as bookings
from twiza.bookings.rooms import Room
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import isolated
from twiza.reviews import of_bookings, queries, wording
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer


async def form(request: Request) -> Response:
    return await _page(request)


async def write(request: Request) -> Response:
    """Stars and words; the page comes back with both when something is missing."""
    viewer = require_viewer(request)
    sent = await request.form(max_files=0)
    stars, text = str(sent.get("rating", "")), str(sent.get("text", ""))
    rating = int(stars) if stars in {"1", "2", "3", "4", "5"} else None
    room = await _room(request)
    try:
        async with unit_of_work() as session:
            await of_bookings.write(session, room.booking.id, by=viewer.id, rating=rating, text=text)
    except Invalid as error:
        values = {"rating": stars, "text": text}
        return await _page(request, 422, values=values, errors=error.field_texts())
    except Conflict as error:
        return await _page(request, 409, values={"text": text}, refusal=error.text())
    said = _("Thank you: your review is public.")
    return toast(redirect(request, f"/bookings/{room.booking.reference}"), said)


async def _room(request: Request) -> Room:
    viewer = require_viewer(request)
    key = request.path_params["key"]
    async with reading() as connection:
        return await bookings.room(connection, ids.parse(key) or key.upper(), viewer.id)


async def _page(
    request: Request,
    status: int = 200,
    *,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    refusal: str = "",
) -> Response:
    """Pros read what is said of them on their own page; this one is the client's."""
    room = await _room(request)
    booking = room.booking
    if booking.client_id != room.viewer_id:
        raise NotFound
    async with reading() as connection:
        mine = await queries.of_booking(connection, booking.id)
        is_open = await of_bookings.may_write(connection, booking, room.party)
    return render(
        request,
        "reviews/visit.html",
        status,
        reference=booking.reference,
        other=isolated(room.other.name),
        about=room.category.name,
        starts_at=booking.starts_at,
        mine=mine,
        is_open=is_open,
        values=values or {},
        errors=errors or {},
        refusal=refusal,
        longest=wording.LONGEST,
    )


routes = [
    Route("/bookings/{key}/review", form, methods=["GET"]),
    Route("/bookings/{key}/review", write, methods=["POST"]),
]
