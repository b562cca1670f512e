"""A pro's hours over the API: the week, timetables and exceptions. Every change answers with the whole schedule."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.api.answers import answer
from twiza.api.deps import CurrentViewer, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.schemas import pro_schedule as shapes
from twiza.kit import clock
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.pros import access, exceptions, scheduling
from twiza.pros.hours import Week
from twiza.pros.models import AvailabilityException, ExceptionReason

Responses: TypeAlias = dict[int | str, dict[str, Any]]
router = APIRouter(tags=["pros"])
DAY_TWICE = N_("Name each day once.")
_NOW: Responses = {200: {"model": shapes.Schedule}, 404: {}}
_MADE: Responses = {201: {"model": shapes.Schedule}, 404: {}}


@router.get("/pro/schedule", responses=_NOW)
async def show_schedule(viewer: CurrentViewer, session: Session) -> Response:
    """One's own hours: the week, and the timetables and exceptions that aren't over."""
    return await _shown(session, viewer.id)


@router.put("/pro/schedule", responses=_NOW)
async def set_schedule(viewer: CurrentViewer, session: Session, sent: shapes.WeekSent) -> Response:
    """Replace the hours of every week; confirmed bookings stand."""
    await scheduling.set_week(session, viewer.id, _intervals(sent.week))
    return await _shown(session, viewer.id)


@router.post("/pro/timetables", status_code=201, responses=_MADE)
async def add_timetable(
    viewer: CurrentViewer, session: Session, sent: shapes.TimetableSent, once: OnceOnly
) -> Response:
    """Other hours for some dates."""

    async def make() -> UUID:
        return (await _write(session, viewer.id, sent, None)).id

    async def show(_made: UUID | None) -> Response:
        return await _shown(session, viewer.id, status=201)

    return await once.run(make, show)


@router.put("/pro/timetables/{timetable_id}", responses=_NOW)
async def edit_timetable(
    timetable_id: UUID, viewer: CurrentViewer, session: Session, sent: shapes.TimetableSent
) -> Response:
    """Other dates or hours of a timetable."""
    await _write(session, viewer.id, sent, timetable_id)
    return await _shown(session, viewer.id)


@router.delete("/pro/timetables/{timetable_id}", responses=_NOW)
async def remove_timetable(timetable_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """The week holds again on its dates."""
    await scheduling.remove_timetable(session, timetable_id, by=viewer.id)
    return await _shown(session, viewer.id)


@router.post("/pro/exceptions", status_code=201, responses=_MADE)
async def add_exception(
    viewer: CurrentViewer, session: Session, sent: shapes.ExceptionSent, once: OnceOnly
) -> Response:
    """Close or open hours apart from the week; confirmed bookings stand."""
    verb = exceptions.close if sent.kind == "close" else exceptions.open_hours

    async def make() -> UUID:
        span = {"start_at": sent.start_at, "end_at": sent.end_at}
        return (await verb(session, viewer.id, **span, note=sent.note)).id

    async def show(_made: UUID | None) -> Response:
        return await _shown(session, viewer.id, status=201)

    return await once.run(make, show)


@router.delete("/pro/exceptions/{exception_id}", responses=_NOW)
async def remove_exception(exception_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """The week holds again; what a booking closed can't be opened by hand."""
    await exceptions.remove(session, exception_id, by=viewer.id)
    return await _shown(session, viewer.id)


async def _write(
    session: AsyncSession, account_id: UUID, sent: shapes.TimetableSent, timetable_id: UUID | None
) -> scheduling.Timetable:
    return await scheduling.set_timetable(
        session,
        account_id,
        name=sent.name,
        starts_on=sent.starts_on,
        ends_on=sent.ends_on,
        intervals=_intervals(sent.week),
        timetable_id=timetable_id,
    )


async def _shown(session: AsyncSession, account_id: UUID, *, status: int = 200) -> Response:
    await session.flush()
    await access.check_is_pro(session, account_id)
    body = {
        "week": _days(await scheduling.week_of(session, account_id)),
        "timetables": [
            {
                "id": one.id,
                "name": one.name,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
                "week": _days(await scheduling.week_of(session, account_id, one.id)),
                "allowed_actions": ["edit", "remove"],
            }
            for one in await scheduling.timetables(session, account_id)
        ],
        "exceptions": [_apart(one) for one in await exceptions.ahead(session, account_id)],
        "allowed_actions": ["edit", "close", "open"],
    }
    return answer(body, status=status, private=True)


def _apart(one: AvailabilityException) -> dict[str, object]:
    opens = one.reason is ExceptionReason.MANUAL_OPEN
    return {
        "id": one.id,
        "kind": "open" if opens else "close",
        "reason": one.reason,
        "start_at": one.start_at,
        "start_local": clock.local_text(one.start_at),
        "end_at": one.end_at,
        "end_local": clock.local_text(one.end_at),
        "note": one.note,
        "allowed_actions": [] if one.booking_id else ["remove"],
    }


def _intervals(week: Sequence[shapes.Day]) -> dict[int, list[tuple[int, int]]]:
    found = {day.day: [(_minutes(one.start), _minutes(one.end)) for one in day.intervals] for day in week}
    if len(found) < len(week):
        raise Invalid({"week": DAY_TWICE})
    return found


def _days(week: Week) -> list[dict[str, object]]:
    return [
        {"day": day, "intervals": [{"start": _clock(start), "end": _clock(end)} for start, end in intervals]}
        for day, intervals in sorted(week.items())
    ]


def _minutes(said: str) -> int:
    return int(said[:2]) * 60 + int(said[3:])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
