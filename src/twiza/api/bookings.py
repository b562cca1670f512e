"""Bookings: asked for, listed, looked at, and moved by the verbs of their machine."""

from functools import partial
from typing import Annotated, Any, Literal, Protocol
from uuid import UUID

from fastapi import APIRouter, File, Query, Response, UploadFile
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.viewer import Viewer
from twiza.api import booking_shapes, cursors
from twiza.api.answers import answer, page
from twiza.api.booking_lookup import category_id, neighbourhood_id, proposal_of
from twiza.api.deps import CurrentViewer, Reader, Session
from twiza.api.hot_writes import plainly
from twiza.api.idempotency import OnceOnly
from twiza.api.judging_bookings import look
from twiza.api.schemas import bookings as sent
from twiza.api.schemas.page import Page
from twiza.api.schemas.shown_bookings import AskedBookings, ListedBooking, SentFile, WholeBooking
from twiza.bookings import (
    cancelling,
    completing,
    confirming,
    declining,
    pricing,
    queries,
    requesting,
    rescheduling,
)
from twiza.bookings.actors import Actor
from twiza.bookings.attaching import LONGEST_NOTE, UPLOADS_A_DAY
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.kit import ratelimit, storage
from twiza.kit.db import after_work, unit_of_work, working
from twiza.kit.turns import turn

router = APIRouter(prefix="/bookings", tags=["bookings"], responses={200: {"model": WholeBooking}})
_ASKED: dict[int | str, dict[str, Any]] = {201: {"model": AskedBookings}}
_SENT: dict[int | str, dict[str, Any]] = {201: {"model": SentFile}}
Side = Annotated[
    Literal["client", "pro"] | None, Query(description="Only those you take part in as `client` or `pro`")
]
Cursor = Annotated[str | None, Query(max_length=400, description="The `next_cursor` of the page before")]


async def _request(viewer: Viewer, asked: sent.BookingAsked) -> Response:
    async with working() as connection:
        async with unit_of_work(connection) as session:
            made = await _requested(session, viewer, asked)
        return await _asked(await after_work(connection), made, viewer.id)


@router.post("", status_code=201, responses=_ASKED)
@plainly(_request)
async def request_booking(
    viewer: CurrentViewer, session: Session, asked: sent.BookingAsked, once: OnceOnly
) -> Response:
    """Ask one to three pros for one hour: the first to confirm gets the job, all or none are asked."""
    return await once.run(
        lambda: _requested(session, viewer, asked), lambda made: _asked(session, made, viewer.id)
    )


@router.post("/files", status_code=201, responses=_SENT)
async def send_job_file(
    viewer: CurrentViewer,
    session: Session,
    file: Annotated[UploadFile, File(description="A photo, or a voice note of two minutes at most")],
) -> Response:
    """Send a photo or a voice note; a request that names its id makes it part of the job."""
    await ratelimit.hit(f"booking-file:{viewer.id}", *UPLOADS_A_DAY)
    taken = storage.IMAGES | storage.AUDIO
    row = await storage.put(
        session, file, owner=viewer.id, name=file.filename or "", accept=taken, longest=LONGEST_NOTE
    )
    told = {"id": row.id, "name": row.name, "media_type": row.media_type, "bytes": row.bytes}
    return answer(told, status=201, private=True)


@router.post("/requests/{request_id}/next", status_code=201, responses=_ASKED)
async def ask_the_next(
    request_id: UUID, viewer: CurrentViewer, session: Session, asked: sent.NextAsked, once: OnceOnly
) -> Response:
    """Nobody came of those who were asked: ask up to three others for the same hour."""

    async def make() -> UUID:
        await requesting.ask_next(session, request_id, by=viewer.id, pro_ids=asked.pro_ids)
        return request_id

    return await once.run(make, lambda made: _asked(session, made, viewer.id))


@router.get("/my", responses={200: {"model": Page[ListedBooking]}})
async def list_my_bookings(
    viewer: CurrentViewer,
    reader: Reader,
    role: Side = None,
    status: Annotated[list[BookingStatus] | None, Query(description="Only in these statuses")] = None,
    cursor: Cursor = None,
) -> Response:
    """Your bookings on either side, the newest first."""
    after = cursors.read("bookings", cursor, (UUID,))
    side = BookingParty(role) if role else None
    found = await queries.mine(
        reader, viewer.id, role=side, statuses=status or (), after=after[0] if after else None
    )
    items = [booking_shapes.listed(one) for one in found.bookings]
    following = cursors.write("bookings", [str(found.next)]) if found.next else None
    return answer(page(items, following), private=True)


@router.get("/{booking_id}")
async def show_booking(booking_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """A booking you take part in, whole; an administrator's look at one is logged."""
    return await look(session, booking_id, viewer)


async def _confirm(viewer: Viewer, booking_id: UUID, asked: sent.Confirmation) -> Response:
    return await _acted(viewer, booking_id, partial(confirming.confirm, duration=asked.duration))


@router.patch("/{booking_id}/confirm")
@plainly(_confirm)
async def confirm(booking_id: UUID, viewer: CurrentViewer, asked: sent.Confirmation) -> Response:
    """The pro comes, for so many hours; the first of those who were asked gets the job."""
    return await _confirm(viewer, booking_id, asked)


@router.patch("/{booking_id}/decline")
async def decline(booking_id: UUID, viewer: CurrentViewer) -> Response:
    """The pro can’t come; it costs nothing."""
    return await _acted(viewer, booking_id, declining.decline)


@router.patch("/{booking_id}/cancel")
async def cancel_booking(
    booking_id: UUID, viewer: CurrentViewer, why: sent.CancelReason | None = None
) -> Response:
    """The client until the start, late within twelve hours of it; the pro with a reason, and a penalty."""
    return await _acted(viewer, booking_id, partial(cancelling.cancel, reason=why.reason if why else ""))


@router.patch("/{booking_id}/complete")
async def complete(booking_id: UUID, viewer: CurrentViewer) -> Response:
    """The pro has done the job; from an hour after its start on."""
    return await _acted(viewer, booking_id, completing.complete)


@router.patch("/{booking_id}/reschedule")
async def reschedule(booking_id: UUID, viewer: CurrentViewer, told: sent.OtherHour) -> Response:
    """Propose another hour; it holds once the other side accepts."""
    return await _acted(viewer, booking_id, partial(rescheduling.propose, starts_at=told.starts_at))


@router.patch("/{booking_id}/proposals/{proposal_id}/accept")
async def accept_proposal(booking_id: UUID, proposal_id: UUID, viewer: CurrentViewer) -> Response:
    """The side that was asked agrees: the hours change hands at once."""
    return await _acted(viewer, booking_id, _answering(proposal_id, rescheduling.accept))


@router.patch("/{booking_id}/proposals/{proposal_id}/decline")
async def decline_proposal(booking_id: UUID, proposal_id: UUID, viewer: CurrentViewer) -> Response:
    """The side that was asked keeps the hour as it is."""
    return await _acted(viewer, booking_id, _answering(proposal_id, rescheduling.decline))


@router.patch("/{booking_id}/proposals/{proposal_id}/withdraw")
async def withdraw_proposal(booking_id: UUID, proposal_id: UUID, viewer: CurrentViewer) -> Response:
    """Whoever proposed another hour takes it back."""
    return await _acted(viewer, booking_id, _answering(proposal_id, rescheduling.withdraw))


@router.patch("/{booking_id}/price")
async def agree_price(booking_id: UUID, viewer: CurrentViewer, told: sent.AgreedPrice) -> Response:
    """Write down the price as you understood it; it binds nobody."""
    return await _acted(viewer, booking_id, partial(pricing.agree, amount=told.amount))


class _Act(Protocol):
    async def __call__(self, session: AsyncSession, booking_id: UUID, /, *, by: Actor) -> object: ...


def _answering(proposal_id: UUID, answer_it: _Act) -> _Act:
    """An answer to a proposal of the booking that the address names."""

    async def act(session: AsyncSession, booking_id: UUID, /, *, by: Actor) -> None:
        await answer_it(session, await proposal_of(session, booking_id, proposal_id), by=by)

    return act


async def _acted(viewer: Viewer, booking_id: UUID, act: _Act) -> Response:
    """The booking afterwards, read when whoever waited for the same hours has them already."""
    # A pro whom many want presses many buttons: all but the first find out that it is over before they ask for a lock.
    async with turn(viewer.id), working() as connection:
        async with unit_of_work(connection) as session:
            await act(session, booking_id, by=Actor.person(viewer.id))
        room = await queries.room(await after_work(connection), booking_id, viewer.id)
        return answer(booking_shapes.whole(room), private=True)


async def _requested(session: AsyncSession, viewer: Viewer, asked: sent.BookingAsked) -> UUID:
    made = await requesting.request(
        session,
        by=viewer.id,
        pro_ids=asked.pro_ids,
        category_id=await category_id(session, asked.category),
        starts_at=asked.starts_at,
        description=asked.description,
        neighbourhood_id=await neighbourhood_id(session, asked.neighbourhood, asked.pro_ids),
        address=asked.address,
        floor=asked.floor,
        landmark=asked.landmark,
        files=asked.files,
        seconds=asked.seconds,
        urgent=asked.urgent,
    )
    return made.id


async def _asked(
    reader: AsyncConnection | AsyncSession, request_id: UUID | None, client_id: UUID
) -> Response:
    group = await queries.asked_for(reader, request_id or UUID(int=0), client_id)
    response = answer(booking_shapes.asked(group), status=201, private=True)
    response.headers["Location"] = f"/api/v1/bookings/{group.bookings[0].booking.id}"
    return response
