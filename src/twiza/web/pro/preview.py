"""The next seven days of a pro, hour by hour, as clients find them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import ngettext
from twiza.pros import hours
from twiza.pros.models import CALENDAR_HOURS, ProCalendar, ProProfile
from twiza.web.pro.words import Interval, intervals_text, short_day

DAYS = 7
# The part of a day that is always drawn; hours beside it are when they are open.
_MORNING, _EVENING = 8, 20
FREE, HELD, SOON, CLOSED = "free", "held", "soon", ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day's name, what each of its drawn hours is, and the free ones in words."""

    name: str
    cells: Sequence[str]
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Seven days over the same hours of the day."""

    days: Sequence[Day]
    first: int
    last: int


async def preview(session: AsyncSession, profile: ProProfile) -> Preview:
    """Read from the bits that lists and bookings go by."""
    calendar = await session.scalar(select(ProCalendar).where(ProCalendar.pro_id == profile.account_id))
    opened = calendar.open if calendar else "0" * CALENDAR_HOURS
    locked = calendar.locked if calendar else "0" * CALENDAR_HOURS
    base = calendar.base_hour if calendar else hours.base_at(clock.now())
    # An hour that begins within the notice can't be asked for any more.
    soonest = hours.hour_of(clock.now() + timedelta(hours=profile.min_notice_hours)) + 1

    def kind(hour: int) -> str:
        place = hour - base
        if not 0 <= place < CALENDAR_HOURS:
            return CLOSED
        if locked[place] == "1":
            return HELD
        if opened[place] == "0":
            return CLOSED
        return SOON if hour < soonest else FREE

    today = clock.local(clock.now()).date()
    dates = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    whole = [[kind(hours.hour_of(hours.midnight_of(day)) + hour) for hour in range(24)] for day in dates]
    used = [hour for cells in whole for hour, cell in enumerate(cells) if cell]
    first = min([*used, _MORNING])
    last = max([hour + 1 for hour in used] + [_EVENING])
    return Preview(
        [
            Day(short_day(day), cells[first:last], _said(cells))
            for day, cells in zip(dates, whole, strict=True)
        ],
        first,
        last,
    )


def _said(cells: Sequence[str]) -> str:
    free = _runs(cells)
    held = sum(cell == HELD for cell in cells)
    booked = ngettext("{n} h booked", "{n} h booked", held) if held else ""
    if free:
        return f"{intervals_text(free)} · {booked}" if booked else intervals_text(free)
    return booked or (_("Nothing free any more") if SOON in cells else _("Not open"))


def _runs(cells: Sequence[str]) -> list[Interval]:
    """Free hours that follow each other, as one interval."""
    found: list[Interval] = []
    for hour, cell in enumerate(cells):
        if cell != FREE:
            continue
        if found and found[-1][1] == hour * 60:
            found[-1] = (found[-1][0], hour * 60 + 60)
        else:
            found.append((hour * 60, hour * 60 + 60))
    return found
