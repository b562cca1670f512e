"""/pro/dashboard: what needs an answer now, the next two days, how it goes and why."""

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import hats
from twiza.accounts.models import HatKind
from twiza.bookings import figures, queries
from twiza.bookings.figures import Figures
from twiza.bookings.reading import Listed
from twiza.bookings.standing import standing
from twiza.discovery import pro_standing
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import ngettext, number
from twiza.pros import plan
from twiza.web.bookings import lines, words
from twiza.web.bookings import standing as own_standing
from twiza.web.page import render
from twiza.web.pro import checklist
from twiza.web.pro.hat import for_pros, profile_of
from twiza.web.session import require_viewer

PATH = "/pro/dashboard"
_SHOWN = 4


async def show(request: Request) -> Response:
    """A dozen short statements at most."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        connection = await session.connection()
        profile = await profile_of(session, viewer.id)
        hat = await hats.find(session, viewer.id, HatKind.PRO)
        steps = await checklist.steps(session, profile)
        found = await queries.pro_bookings(session, viewer.id)
        numbers = await figures.of_pro(session, viewer.id)
        held = await standing(connection, viewer.id)
        why = await pro_standing(connection, viewer.id)
    is_premium = plan.is_premium(profile.premium_until)
    return render(
        request,
        "pro/dashboard.html",
        lead=_lead(len(found.to_answer)),
        notices=own_standing.as_pro(held),
        is_paused=profile.paused_at is not None,
        to_answer=[_asked(one) for one in found.to_answer[:_SHOWN]],
        more=max(0, len(found.to_answer) - _SHOWN),
        days=_days(found.upcoming),
        numbers=numbers,
        hat=hat,
        chart=_chart(numbers) if is_premium else [],
        is_premium=is_premium,
        why=why,
        steps=steps,
        percent=checklist.percent(steps),
    )


def _lead(waiting: int) -> str:
    if waiting:
        return ngettext("{n} request waits for your answer.", "{n} requests wait for your answer.", waiting)
    return _("No request waits for you.")


def _asked(one: Listed) -> dict[str, Any]:
    return {
        **lines.head(one),
        "left": words.left(one.booking.expires_at),
        "until": one.booking.expires_at,
        "other": lines.other(one.other),
    }


def _days(upcoming: Any) -> list[dict[str, Any]]:
    """What is left of today, and tomorrow: each also when nothing is on it."""
    today = clock.local(clock.now()).date()
    named = ((today, _("Today")), (today + timedelta(days=1), _("Tomorrow")))
    return [
        {
            "title": title,
            "jobs": [
                {**lines.row(one), "starts": one.booking.starts_at, "ends": one.booking.ends_at}
                for one in upcoming
                if clock.local(one.booking.starts_at).date() == day
            ],
        }
        for day, title in named
    ]


def _chart(numbers: Figures) -> list[tuple[str, int, str]]:
    """A bar a week: the jobs finished in it; nothing until there is one."""
    if not any(week.done for week in numbers.weeks):
        return []
    return [(f"{week.first.day}/{week.first.month}", week.done, number(week.done)) for week in numbers.weeks]


routes = [Route(PATH, for_pros(show))]
