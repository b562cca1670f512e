"""/pro/schedule/exceptions: days off, and hours opened apart from the week, month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.bookings import queries
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.i18n import format_date, ngettext
from twiza.kit.i18n import gettext as _
from twiza.pros import exceptions, scheduling
from twiza.pros.models import AvailabilityException, ExceptionReason
from twiza.web.page import redirect, render, toast
from twiza.web.pro import dates
from twiza.web.pro.hat import for_pros
from twiza.web.pro.words import clock_text, hours_text, month_name
from twiza.web.session import require_viewer

PATH = "/pro/schedule/exceptions"
_FIELDS = ("kind", "day", "last_day", "from", "to", "note")
_OPEN = "open"
# The domain's names for what is wrong, as this form calls its fields.
_FIELD_OF = {"start_at": "day", "end_at": "to"}
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One exception in words."""

    id: UUID
    title: str
    text: str
    note: str
    opens: bool
    of_booking: bool


async def show(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    """Close whole days or some hours of one, or open hours."""
    viewer = require_viewer(request)
    form = await request.form(max_files=0)
    typed = {name: str(form.get(name, "")) for name in _FIELDS}
    span, faults = _read(typed)
    if span is None:
        return await _page(request, typed, faults)
    verb = exceptions.open_hours if typed["kind"] == _OPEN else exceptions.close
    try:
        async with unit_of_work() as session:
            await verb(session, viewer.id, start_at=span[0], end_at=span[1], note=typed["note"])
    except Invalid as error:
        said = {_field(name, typed): text for name, text in error.field_texts().items()}
        return await _page(request, typed, said)
    if typed["kind"] == _OPEN:
        return toast(redirect(request, PATH), _("These hours are open."))
    async with reading() as connection:
        waiting, sure = await queries.within(connection, viewer.id, *span)
    said = (
        _("Done: nobody can ask for you then."),
        waiting
        and ngettext(
            "{n} request still waits for your answer there: decline it, or open the hour again.",
            "{n} requests still wait for your answer there: decline them, or open the hours again.",
            waiting,
        ),
        sure
        and ngettext(
            "{n} confirmed visit stays: cancel it yourself if you can’t come.",
            "{n} confirmed visits stay: cancel them yourself if you can’t come.",
            sure,
        ),
    )
    return toast(redirect(request, PATH), " ".join(part for part in said if part))


async def remove(request: Request) -> Response:
    """The week holds again."""
    viewer = require_viewer(request)
    try:
        async with unit_of_work() as session:
            await exceptions.remove(session, request.path_params["id"], by=viewer.id)
    except Conflict as error:
        return toast(redirect(request, PATH), error.text(), "error")
    return toast(redirect(request, PATH), _("Removed: your week holds again on that day."))


def _read(typed: Said) -> tuple[tuple[datetime, datetime] | None, dict[str, str]]:
    """From when until when; the last day is closed whole, too."""
    faults: dict[str, str] = {}
    day, last = dates.read(typed["day"]), dates.read(typed["last_day"]) if typed["last_day"] else None
    start, end = _minute(typed["from"]), _minute(typed["to"])
    if day is None:
        faults["day"] = _("Choose a day.")
    if typed["last_day"] and last is None:
        faults["last_day"] = _("Choose a day, or leave it empty.")
    if typed["kind"] == _OPEN and (start is None or end is None):
        faults["to"] = _("Say from when and until when you open.")
    elif (start is None) != (end is None):
        faults["to"] = _("Say from when and until when.")
    elif last and day and last != day and start is not None:
        faults["last_day"] = _("Hours are for a single day: leave the last day empty, or the hours.")
    elif last and day and last < day:
        faults["last_day"] = _(scheduling.LAST_DAY_FIRST)
    if faults or day is None:
        return None, faults
    if start is None or end is None:
        return (dates.moment(day, 0), dates.moment(last or day, 24 * 60)), {}
    return (dates.moment(day, start), dates.moment(day, end)), {}


def _minute(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _field(name: str, typed: Said) -> str:
    if name == "end_at" and typed["last_day"]:
        return "last_day"
    return _FIELD_OF.get(name, name)


async def _page(request: Request, typed: Said | None = None, errors: Said | None = None) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        found = await exceptions.ahead(session, viewer.id)
    today = clock.local(clock.now()).date()
    return render(
        request,
        "pro/exceptions.html",
        422 if errors else 200,
        months=_months(found),
        typed={**dict.fromkeys(_FIELDS, ""), "kind": "close", **(typed or {})},
        start=_minute((typed or {}).get("from", "")),
        end=_minute((typed or {}).get("to", "")),
        errors=errors or {},
        today=today.isoformat(),
        furthest=(today + exceptions.FURTHEST - timedelta(days=1)).isoformat(),
        longest_note=exceptions.LONGEST_NOTE,
        clock_text=clock_text,
    )


def _months(found: Sequence[AvailabilityException]) -> list[tuple[str, list[Line]]]:
    by_month = groupby(found, lambda one: month_name(clock.local(one.start_at).date()))
    return [(month, [_line(one) for one in lines]) for month, lines in by_month]


def _line(one: AvailabilityException) -> Line:
    start, end = clock.local(one.start_at), clock.local(one.end_at)
    last = (end - timedelta(minutes=1)).date()
    whole = start.hour == start.minute == 0 and end.hour == end.minute == 0
    title = format_date(start.date(), "day")
    if last != start.date():
        title = _("{first} to {last}", first=title, last=format_date(last, "day"))
    until = 24 * 60 if end.date() > last else end.hour * 60 + end.minute
    hours = hours_text(start.hour * 60 + start.minute, until)
    opens = one.reason is ExceptionReason.MANUAL_OPEN
    text = _("All day") if whole else _words(hours, opens=opens)
    return Line(one.id, title, text, one.note, opens, one.booking_id is not None)


def _words(hours: str, *, opens: bool) -> str:
    return _("Open {hours}", hours=hours) if opens else _("Closed {hours}", hours=hours)


routes = [
    Route(PATH, for_pros(show), methods=["GET"]),
    Route(PATH, for_pros(add), methods=["POST"]),
    Route(f"{PATH}/{{id:uuid}}/remove", for_pros(remove), methods=["POST"]),
]
