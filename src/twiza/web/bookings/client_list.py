"""GET /client/bookings: what is coming, what waits for an answer, what was."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twiza.bookings import queries
from twiza.bookings.kinds import BookingParty
from twiza.bookings.queries import AskedFor
from twiza.bookings.reading import Listed
from twiza.bookings.standing import standing
from twiza.kit import ids
from twiza.kit.db import reading
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import ngettext
from twiza.web.bookings import lines
from twiza.web.bookings import standing as own_standing
from twiza.web.orders.words import Pill
from twiza.web.page import is_fragment, render
from twiza.web.session import require_viewer
from twiza.web.templates import query, url

_HERE = "/client/bookings"


async def show(request: Request) -> Response:
    """The lists; alone for a page that hears that something changed."""
    viewer = require_viewer(request)
    after = ids.parse(request.query_params.get("after", ""))
    async with reading() as connection:
        found = await queries.client_bookings(connection, viewer.id, after=after)
        held = await standing(connection, viewer.id)
    first = after is None
    return render(
        request,
        "bookings/client_body.html" if is_fragment(request) else "bookings/client_list.html",
        here=query(_HERE, after=after),
        notices=own_standing.as_client(held),
        waiting=[_group(group, found.upcoming) for group in found.waiting] if first else [],
        alone=[_group(group, found.upcoming) for group in found.unanswered] if first else [],
        upcoming=[lines.row(one) for one in found.upcoming] if first else [],
        past=[lines.row(one) for one in found.past.bookings],
        next_page=url(query(_HERE, after=found.past.next)) if found.past.next else "",
        first_page=url(_HERE) if after else "",
    )


def _group(group: AskedFor, upcoming: Sequence[Listed]) -> dict[str, Any]:
    first = group.bookings[0]
    return {
        **lines.head(first),
        "pill": _pill(group),
        "asked": [lines.asked(one) for one in group.bookings],
        "posts": [*_next(group), *_withdraw(group, upcoming)],
    }


def _pill(group: AskedFor) -> Pill:
    if group.is_unanswered:
        return Pill(_("Nobody could come"), "grey")
    of_all = ngettext(
        "{waiting} of {n} waiting", "{waiting} of {n} waiting", group.asked, waiting=group.waiting
    )
    return Pill(of_all, "saffron")


def _next(group: AskedFor) -> list[dict[str, Any]]:
    """Once nobody is left, three others are one tap away."""
    if not group.is_unanswered:
        return []
    path = f"{_HERE}/{group.request_id}/next"
    return [{"path": path, "text": _("Ask the next three"), "icon": "users", "primary": True}]


def _withdraw(group: AskedFor, upcoming: Sequence[Listed]) -> list[dict[str, Any]]:
    """Somebody has said yes to the same work: what still waits can go."""
    if group.is_unanswered:
        return []
    work = _work(group.bookings[0])
    yes = next((one for one in upcoming if one.party is BookingParty.CLIENT and _work(one) == work), None)
    if yes is None:
        return []
    path = f"{_HERE}/{yes.booking.id}/withdraw"
    text = _("{name} is already coming: withdraw these requests", name=f"\u2068{yes.other.name}\u2069")
    return [{"path": path, "text": text, "icon": "undo-2", "primary": False}]


def _work(one: Listed) -> tuple[Any, Any]:
    return one.booking.city_id, one.booking.category_id
