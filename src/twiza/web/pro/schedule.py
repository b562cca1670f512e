"""/pro/schedule: the hours of every week, filled in day by day, copied, or taken ready-made."""

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.pros import scheduling
from twiza.web.page import redirect, render, toast
from twiza.web.pro import checklist, preview, weeks
from twiza.web.pro.hat import for_pros, profile_of
from twiza.web.pro.presets import WEEKS
from twiza.web.pro.words import DAYS, clock_text, day_name
from twiza.web.session import require_viewer

PATH = "/pro/schedule"
Said = Mapping[str, str]


async def show(request: Request) -> Response:
    return await _page(request)


async def save(request: Request) -> Response:
    """The week as it was filled in; a day may be copied to others in the same go."""
    viewer = require_viewer(request)
    form = await request.form(max_files=0, max_fields=300)
    said = texts_of(form)
    copies = _numbers(form, "copy_to") if said.get("do") == "copy" else []
    week, faults = weeks.read(said)
    source = next(iter(_numbers(form, "copy_from")), DAYS[0])
    if said.get("do") == "copy" and not copies:
        faults["copy_to"] = _("Choose the days to copy to.")
    if faults:
        return await _page(request, said, faults)
    try:
        async with unit_of_work() as session:
            copied = {day: week.get(source, []) for day in copies}
            await scheduling.set_week(session, viewer.id, {**week, **copied})
    except Invalid as error:
        return await _page(request, said, error.field_texts())
    told = _("Copied: your week is saved.") if copies else _("Your week is saved.")
    return toast(redirect(request, PATH), told)


async def take_preset(request: Request) -> Response:
    """A ready-made week in place of the hours there are."""
    viewer = require_viewer(request)
    preset = WEEKS.get(str((await request.form(max_files=0)).get("preset", "")))
    if preset is None:
        raise NotFound
    async with unit_of_work() as session:
        await scheduling.set_week(session, viewer.id, preset.week)
    return toast(redirect(request, f"{PATH}#week"), _("Your week is filled in. Change what differs."))


async def _page(request: Request, typed: Said | None = None, errors: Said | None = None) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        profile = await profile_of(session, viewer.id)
        stored = await scheduling.week_of(session, viewer.id)
        steps = await checklist.steps(session, profile)
        ahead = await preview.preview(session, profile)
    said = weeks.filled(stored) if typed is None else typed
    return render(
        request,
        "pro/schedule.html",
        422 if errors else 200,
        preview=ahead,
        week_days=weeks.days(said, errors or {}),
        errors=errors or {},
        total=weeks.length(stored),
        presets=WEEKS,
        day_options=[(day, day_name(day)) for day in DAYS],
        copy_from=said.get("copy_from", str(DAYS[0])),
        steps=steps,
        percent=checklist.percent(steps),
        is_paused=profile.paused_at is not None,
        clock_text=clock_text,
    )


def texts_of(form: FormData) -> dict[str, str]:
    """The text fields, the first of each name."""
    return {name: value for name, value in reversed(form.multi_items()) if isinstance(value, str)}


def _numbers(form: FormData, name: str) -> list[int]:
    """The days that were chosen; others don't exist."""
    said = [value for value in form.getlist(name) if isinstance(value, str)]
    return [day for day in DAYS if str(day) in said]


routes = [
    Route(PATH, for_pros(show), methods=["GET"]),
    Route(PATH, for_pros(save), methods=["POST"]),
    Route(f"{PATH}/preset", for_pros(take_preset), methods=["POST"]),
]
