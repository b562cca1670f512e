"""GET /orders: one's orders by side and state, whoever's turn it is first."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts.models import HatKind
from twiza.accounts.viewer import Viewer
from twiza.gigs.covers import cover_url
from twiza.kit import ids
from twiza.kit.db import reading
from twiza.kit.i18n import N_
from twiza.kit.i18n import gettext as _
from twiza.orders import queries
from twiza.orders.models import OrderStatus, Party
from twiza.orders.queries import Listed
from twiza.orders.states import ENDED
from twiza.web.orders import words
from twiza.web.orders.turns import Seen, Turn, turn
from twiza.web.page import render
from twiza.web.session import require_viewer
from twiza.web.templates import query, url

_RUNNING = tuple(status for status in OrderStatus if status not in ENDED)
_STATES: Mapping[str, tuple[str, Sequence[OrderStatus]]] = {
    "": (N_("Under way"), _RUNNING),
    "finished": (N_("Finished ones"), (OrderStatus.COMPLETED,)),
    "cancelled": (N_("Cancelled ones"), (OrderStatus.CANCELLED,)),
}
_SIDES: Mapping[Party, str] = {Party.CLIENT: N_("I ordered"), Party.FREELANCER: N_("I deliver")}


class Told(NamedTuple):
    """An order of the list, and whose turn it is."""

    listed: Listed
    turn: Turn


async def show(request: Request) -> Response:
    """The side is the hat one wears, unless the address says otherwise."""
    viewer = require_viewer(request)
    asked = request.query_params
    side = _side(viewer, asked.get("as", ""))
    state = asked.get("state", "") if asked.get("state", "") in _STATES else ""
    after = ids.parse(asked.get("after", ""))
    async with reading() as connection:
        page = await queries.mine(connection, viewer.id, role=side, statuses=_STATES[state][1], after=after)
    chosen = {"as": side.value, "state": state}
    return render(
        request,
        "orders/list.html",
        lead=_("What you ordered, and what comes next.")
        if side is Party.CLIENT
        else _("What clients ordered from you, and what comes next."),
        side=side.value,
        sides=[
            (each.value, _(text), url(query("/orders", **{"as": each.value})))
            for each, text in _SIDES.items()
        ]
        if HatKind.FREELANCER in viewer.hats
        else [],
        state=state,
        states=[
            (key, _(text), url(query("/orders", **{"as": side.value, "state": key})))
            for key, (text, _statuses) in _STATES.items()
        ],
        groups=_groups([_told(listed) for listed in page.orders]),
        nothing=_nothing(side, state),
        next_page=url(query("/orders", **chosen, after=page.next)) if page.next else "",
        first_page=url(query("/orders", **chosen)) if after else "",
    )


def _side(viewer: Viewer, asked: str) -> Party:
    if asked in {Party.CLIENT, Party.FREELANCER}:
        return Party(asked)
    return Party.FREELANCER if viewer.hat is HatKind.FREELANCER else Party.CLIENT


def _told(listed: Listed) -> Told:
    order = listed.order
    seen = Seen(
        order,
        listed.party,
        words.named(listed.other.name),
        is_disputed=order.disputed_at is not None,
        questions_wait=listed.questions_wait,
    )
    return Told(listed, turn(seen))


def _groups(told: Sequence[Told]) -> list[dict[str, Any]]:
    """One's own turn first; empty groups are left out."""
    by_title = {
        _("Your turn"): [one for one in told if one.turn.is_urgent],
        _("Waiting on the other person"): [
            one for one in told if not one.turn.is_urgent and not one.listed.order.has_ended
        ],
        _("Ended"): [one for one in told if one.listed.order.has_ended],
    }
    return [
        {"title": title, "orders": [_row(one) for one in some]} for title, some in by_title.items() if some
    ]


def _row(told: Told) -> dict[str, Any]:
    order, other = told.listed.order, told.listed.other
    return {
        "path": f"/orders/{order.reference}",
        "title": order.title,
        "cover_url": cover_url(order.cover),
        "reference": order.reference,
        "other": {
            "name": words.called(other.name),
            "initials": other.initials,
            "avatar_url": other.avatar_url,
        },
        "price": order.price,
        "pill": words.pill_of(order),
        "note": "" if order.has_ended else told.turn.title,
    }


def _nothing(side: Party, state: str) -> dict[str, str]:
    if state:
        return {
            "title": _("No order here"),
            "text": _("Orders that have ended are kept here, with their files."),
            "action": _("See those under way"),
            "path": query("/orders", **{"as": side.value}),
        }
    if side is Party.CLIENT:
        return {
            "title": _("You have no order under way"),
            "text": _(
                "Choose a freelancer’s service: its price, its delay and what is in it are said beforehand."
            ),
            "action": _("Find a service"),
            "path": "/gigs",
        }
    return {
        "title": _("No order for you yet"),
        "text": _("Clear titles, real pictures and quick answers bring the first ones."),
        "action": _("See my services"),
        "path": "/freelancer/gigs",
    }
