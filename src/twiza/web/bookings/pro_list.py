"""GET /pro/bookings: what to answer first, the days to come, what was."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts.models import HatKind
from twiza.bookings import queries
from twiza.bookings.models import RequestFile
from twiza.bookings.reading import Listed
from twiza.bookings.rooms import JobFile
from twiza.bookings.standing import standing
from twiza.kit import clock, ids
from twiza.kit.db import reading
from twiza.kit.errors import NotFound
from twiza.kit.i18n import format_date
from twiza.kit.i18n import gettext as _
from twiza.kit.storage import FileRow
from twiza.web.bookings import lines, words
from twiza.web.bookings import standing as own_standing
from twiza.web.bookings.free_hours import Calendar
from twiza.web.page import is_fragment, render
from twiza.web.session import require_viewer
from twiza.web.templates import query, url

_HERE = "/pro/bookings"


async def show(request: Request) -> Response:
    """The lists; alone for a page that hears that something changed."""
    viewer = require_viewer(request)
    if HatKind.PRO not in viewer.hats:
        raise NotFound
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        found = await queries.pro_bookings(connection, viewer.id, after=after)
        held = await standing(connection, viewer.id)
        to_answer = found.to_answer if after is None else []
        files = await _files(connection, [one.booking.request_id for one in to_answer])
        calendar = await Calendar.read(connection, viewer.id)
    return render(
        request,
        "bookings/pro_body.html" if is_fragment(request) else "bookings/pro_list.html",
        here=query(_HERE, after=after),
        notices=own_standing.as_pro(held),
        to_answer=[_asked(one, files, calendar) for one in to_answer],
        days=_days(found.upcoming) if after is None else [],
        past=[lines.row(one) for one in found.past.bookings],
        next_page=url(query(_HERE, after=found.past.next)) if found.past.next else "",
        first_page=url(_HERE) if after else "",
    )


def _asked(one: Listed, files: Mapping[UUID, Sequence[JobFile]], calendar: Calendar) -> dict[str, Any]:
    booking = one.booking
    return {
        **lines.head(one),
        "left": words.left(booking.expires_at),
        "other": lines.other(one.other),
        "description": one.description,
        "files": files.get(booking.request_id, ()),
        "durations": calendar.durations(booking.starts_at),
    }


def _days(upcoming: Sequence[Listed]) -> list[dict[str, Any]]:
    """One heading a day; what should be marked as done comes first."""
    by_day: dict[str, list[dict[str, Any]]] = {}
    for one in upcoming:
        by_day.setdefault(_day(one), []).append(lines.row(one))
    return [{"title": title, "bookings": rows} for title, rows in by_day.items()]


def _day(one: Listed) -> str:
    on, today = clock.local(one.booking.starts_at).date(), clock.local(clock.now()).date()
    if on < today:
        return _("To mark as done")
    named = {0: _("Today"), 1: _("Tomorrow")}.get((on - today).days)
    day = format_date(on, "day")
    return _("{when}: {day}", when=named, day=day) if named else day[:1].upper() + day[1:]


async def _files(connection: AsyncConnection, request_ids: Sequence[UUID]) -> dict[UUID, list[JobFile]]:
    """Photos and voice notes of these requests, in one statement."""
    shown = (FileRow.id, FileRow.name, FileRow.media_type, FileRow.bytes, FileRow.width, FileRow.height)
    statement = (
        select(RequestFile.request_id, *shown, RequestFile.seconds)
        .join(FileRow, FileRow.id == RequestFile.file_id)
        .where(RequestFile.request_id.in_(request_ids), FileRow.deleted_at.is_(None))
        .order_by(FileRow.id)
    )
    found: dict[UUID, list[JobFile]] = {}
    for row in await connection.execute(statement):
        request_id, *rest = tuple[Any, ...](row)
        found.setdefault(request_id, []).append(JobFile(*rest))
    return found
