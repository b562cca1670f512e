"""/pro/schedule/timetables: other weekly hours for some dates, such as Ramadan."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import format_date
from twiza.kit.i18n import gettext as _
from twiza.pros import scheduling
from twiza.pros.models import Timetable
from twiza.web.page import redirect, render, toast
from twiza.web.pro import dates, weeks
from twiza.web.pro.hat import for_pros
from twiza.web.pro.presets import SEASONS
from twiza.web.pro.schedule import texts_of
from twiza.web.pro.words import DAYS, clock_text, day_name, intervals_text
from twiza.web.session import require_viewer

PATH = "/pro/schedule/timetables"
_SAME = "same"
Said = Mapping[str, str]


async def show(request: Request) -> Response:
    return await _list(request, {"preset": "ramadan"})


async def add(request: Request) -> Response:
    """Dates, and hours to begin with: they are looked over on the next page."""
    viewer = require_viewer(request)
    said = texts_of(await request.form(max_files=0))
    try:
        async with unit_of_work() as session:
            preset = SEASONS.get(said.get("preset", ""), SEASONS[_SAME])
            week = preset.week or await scheduling.week_of(session, viewer.id)
            made = await _set(session, viewer.id, said, week)
    except Invalid as error:
        return await _list(request, said, error.field_texts())
    return toast(redirect(request, f"{PATH}/{made.id}"), _("Saved. Look over the hours of each day."))


async def edit(request: Request) -> Response:
    return await _edit(request)


async def save(request: Request) -> Response:
    """Other dates or other hours."""
    viewer = require_viewer(request)
    said = texts_of(await request.form(max_files=0, max_fields=300))
    week, faults = weeks.read(said)
    if faults:
        return await _edit(request, said, faults)
    try:
        async with unit_of_work() as session:
            await _set(session, viewer.id, said, week, request.path_params["id"])
    except Invalid as error:
        return await _edit(request, said, error.field_texts())
    return toast(redirect(request, PATH), _("The period is saved."))


async def remove(request: Request) -> Response:
    """The week holds again on these dates."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        await scheduling.remove_timetable(session, request.path_params["id"], by=viewer.id)
    return toast(redirect(request, PATH), _("Removed: your week holds again on these dates."))


async def _set(
    session: AsyncSession, account_id: UUID, said: Said, week: weeks.Week, timetable_id: UUID | None = None
) -> Timetable:
    first, last = dates.read(said.get("starts_on", "")), dates.read(said.get("ends_on", ""))
    if first is None or last is None:
        missing = [name for name, day in (("starts_on", first), ("ends_on", last)) if day is None]
        raise Invalid(dict.fromkeys(missing, _("Choose a day.")))
    return await scheduling.set_timetable(
        session,
        account_id,
        name=said.get("name", ""),
        starts_on=first,
        ends_on=last,
        intervals=week,
        timetable_id=timetable_id,
    )


async def _list(request: Request, typed: Said, errors: Said | None = None) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        found = await scheduling.timetables(session, viewer.id)
        told = [_told(one, await scheduling.week_of(session, viewer.id, one.id)) for one in found]
    return render(
        request,
        "pro/timetables.html",
        422 if errors else 200,
        timetables=told,
        typed={**dict.fromkeys(("name", "starts_on", "ends_on", "preset"), ""), **typed},
        errors=errors or {},
        presets=[(key, _(one.name), _(one.text), one.icon) for key, one in SEASONS.items()],
        **_bounds(),
    )


async def _edit(request: Request, typed: Said | None = None, errors: Said | None = None) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        mine = await scheduling.timetables(session, viewer.id)
        found = next((one for one in mine if one.id == request.path_params["id"]), None)
        if found is None:
            raise NotFound
        week = await scheduling.week_of(session, viewer.id, found.id)
    stored = {
        "name": found.name,
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
    }
    said = {**stored, **weeks.filled(week)} if typed is None else {**stored, **typed}
    return render(
        request,
        "pro/timetable.html",
        422 if errors else 200,
        timetable=_told(found, week),
        typed=said,
        errors=errors or {},
        week_days=weeks.days(said, errors or {}),
        total=weeks.length(week),
        clock_text=clock_text,
        **_bounds(),
    )


def _told(one: Timetable, week: weeks.Week) -> dict[str, Any]:
    """Its name, its dates, and each kind of day it knows with the days that are so."""
    alike: dict[str, list[str]] = {}
    for day in DAYS:
        alike.setdefault(intervals_text(week.get(day, ())), []).append(day_name(day))
    return {
        "id": one.id,
        "name": one.name or _("Other hours"),
        "dates": _(
            "{first} to {last}",
            first=format_date(one.starts_on, "short"),
            last=format_date(one.ends_on, "short"),
        ),
        "runs": one.starts_on <= clock.local(clock.now()).date(),
        "days": [(_span(names), hours) for hours, names in alike.items()],
    }


def _span(names: list[str]) -> str:
    return _("Every day") if len(names) == len(DAYS) else " · ".join(names)


def _bounds() -> dict[str, str]:
    today = clock.local(clock.now()).date()
    return {
        "today": today.isoformat(),
        "furthest": (today + timedelta(days=scheduling.FURTHEST)).isoformat(),
        "longest_name": str(scheduling.LONGEST_NAME),
    }


routes = [
    Route(PATH, for_pros(show), methods=["GET"]),
    Route(PATH, for_pros(add), methods=["POST"]),
    Route(f"{PATH}/{{id:uuid}}", for_pros(edit), methods=["GET"]),
    Route(f"{PATH}/{{id:uuid}}", for_pros(save), methods=["POST"]),
    Route(f"{PATH}/{{id:uuid}}/remove", for_pros(remove), methods=["POST"]),
]
