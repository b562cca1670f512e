"""/client/bookings/standing: one's own penalties with their reasons and ends; and the words for them elsewhere."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from twiza.bookings.delays import MOST_PENDING
from twiza.bookings.kinds import BookingStatus, PenaltyType
from twiza.bookings.models import Booking
from twiza.bookings.offences import Effect
from twiza.bookings.standing import Line, Standing, standing
from twiza.kit import clock
from twiza.kit.db import reading
from twiza.kit.i18n import format_date, ngettext
from twiza.kit.i18n import gettext as _
from twiza.web.bookings.asked import Asked
from twiza.web.orders.words import Pill
from twiza.web.page import render
from twiza.web.session import require_viewer


@dataclass(frozen=True)
class Notice:
    """What is held against somebody now, and until when."""

    tone: str
    title: str
    text: str


async def show(request: Request) -> Response:
    """The log, newest first, with what each line led to."""
    viewer = require_viewer(request)
    async with reading() as connection:
        found = await standing(connection, viewer.id)
    is_pro = found.suspended_at or found.hidden_until or any(_is_of_pro(line) for line in found.lines)
    return render(
        request,
        "bookings/standing.html",
        notices=[*as_client(found), *as_pro(found)],
        penalties=[_line(line) for line in found.lines],
        rules=_rules(is_pro=bool(is_pro) or "pro" in viewer.hats),
    )


def as_client(found: Standing) -> list[Notice]:
    """Why one can't book now."""
    if found.banned_at:
        text = _("You cancelled late four times. Write to us: an administrator decides.")
        return [Notice("bad", _("You can’t book any more"), text)]
    if found.cooldown_until:
        until = format_date(found.cooldown_until, "moment")
        title = _("You can book again from {until}", until=until)
        return [Notice("warn", title, _("You cancelled a visit less than 12 hours before it."))]
    return []


def as_pro(found: Standing) -> list[Notice]:
    """Why one isn’t found now."""
    if found.suspended_at:
        text = _("You cancelled five confirmed visits within 30 days. An administrator decides.")
        return [Notice("bad", _("Your profile is suspended"), text)]
    if found.hidden_until:
        until = format_date(found.hidden_until, "moment")
        text = _("You cancelled confirmed visits. What is booked already stays.")
        return [Notice("warn", _("You are not found in the search until {until}", until=until), text)]
    return []


async def before_asking(connection: AsyncConnection, viewer_id: UUID | None, asked: Asked) -> dict[str, Any]:
    """Limits and waiting times as the form shows them, before anybody tries."""
    if viewer_id is None:
        return {"notices": [], "line": _limit(0), "may_ask": True}
    found = await standing(connection, viewer_id)
    pending = await _pending(connection, viewer_id, asked)
    notices = as_client(found)
    if pending >= MOST_PENDING:
        title = _("You have {most} requests waiting already", most=MOST_PENDING)
        text = _("Wait for an answer or withdraw one: then you can ask again for the same work in this city.")
        notices.append(Notice("warn", title, text))
    return {"notices": notices, "line": _limit(pending), "may_ask": not notices}


def _limit(pending: int) -> str:
    """How many may still be asked, whatever was sent before."""
    left = max(0, MOST_PENDING - pending)
    if not pending:
        return _(
            "At most {most} requests may wait at a time for the same work in the same city.",
            most=MOST_PENDING,
        )
    return ngettext(
        "You can ask {n} more pro now: you have other requests waiting.",
        "You can ask {n} more pros now: you have other requests waiting.",
        left,
    )


async def _pending(connection: AsyncConnection, viewer_id: UUID, asked: Asked) -> int:
    waiting = (
        Booking.client_id == viewer_id,
        Booking.city_id == asked.city.id,
        Booking.category_id == asked.category.id,
        Booking.status == BookingStatus.PENDING,
        Booking.expires_at > clock.now(),
    )
    return await connection.scalar(select(func.count()).select_from(Booking).where(*waiting)) or 0


def _is_of_pro(line: Line) -> bool:
    return line.type is PenaltyType.PRO_CANCEL_CONFIRMED


def _line(line: Line) -> dict[str, Any]:
    excused = line.excused_at is not None
    if excused:
        pill = Pill(_("Excused"), "mint")
    elif line.effect in {Effect.NONE, Effect.GRACE}:
        pill = Pill(_("No consequence"), "grey")
    elif line.holds(clock.now()):
        pill = Pill(_("Still counts"), "terracotta")
    else:
        pill = Pill(_("Over"), "grey")
    return {
        "title": line.reason_text,
        "text": _("Excused: {reason}", reason=f"\u2068{line.excuse}\u2069") if excused else line.effect_text,
        "path": f"/bookings/{line.reference}" if line.reference else "",
        "reference": line.reference or "",
        "at": line.at,
        "excused": excused,
        "pill": pill,
    }


def _rules(*, is_pro: bool) -> list[str]:
    client = [
        _(
            "A client cancels free of charge until 12 hours before the visit; a request that waits, at any time."
        ),
        _("Later, booking is blocked: 48 hours the first time, 7 days the second, a month the third."),
        _(
            "The fourth time, an administrator decides. After 30 days without a late cancellation all is forgotten."
        ),
    ]
    pro = [
        _(
            "A pro who cancels a confirmed visit twice in a row, or three times in 30 days, is hidden for 7 days."
        ),
        _("After five in 30 days the profile is suspended until an administrator decides."),
    ]
    return [*client, *pro] if is_pro else client
