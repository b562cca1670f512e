"""Custom offers: the form that proposes one, and its buttons in the conversation."""

from uuid import UUID

from sqlalchemy import bindparam, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.models import HatKind
from twiza.kit import ids, money
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import digits
from twiza.kit.i18n import gettext as _
from twiza.messaging import thread
from twiza.orders.actors import Actor
from twiza.orders.models import Order
from twiza.orders.offers import accepting, declining, proposing, withdrawing
from twiza.orders.offers.models import Offer
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer

_FIELDS = ("title", "scope", "price", "delivery_days", "revisions")
_ME, _OTHER = bindparam("me"), bindparam("other")
_LATEST = (
    select(Order.id, Order.reference)
    .where(
        or_(
            (Order.client_id == _ME) & (Order.freelancer_id == _OTHER),
            (Order.client_id == _OTHER) & (Order.freelancer_id == _ME),
        )
    )
    .order_by(Order.ended_at.is_not(None), Order.id.desc())
    .limit(literal_column("1"))
)
_OFFER = select(Offer.client_id, Offer.freelancer_id).where(
    Offer.id == bindparam("offer"), or_(Offer.client_id == _ME, Offer.freelancer_id == _ME)
)


async def order_between(connection: AsyncConnection, me: UUID, other: UUID) -> tuple[str, str] | None:
    """The order that the two are at, or their last one: its page and its reference."""
    row = (await connection.execute(_LATEST, {"me": me, "other": other})).one_or_none()
    return (f"/orders/{row.id}", row.reference) if row else None


async def form(request: Request) -> Response:
    return await _form(request)


async def propose(request: Request) -> Response:
    """Make the offer, or show the form again with its faults."""
    viewer = require_viewer(request)
    other_id = _id(request)
    sent = await request.form(max_files=0)
    typed = {name: str(sent.get(name, "")).strip() for name in _FIELDS}
    try:
        async with unit_of_work() as session:
            await proposing.propose(session, other_id, by=viewer.id, scope=_scope(typed))
    except Invalid as error:
        return await _form(request, 422, typed=typed, errors=error.field_texts())
    return toast(redirect(request, f"/messages/{other_id}"), _("Your offer is sent."))


def _scope(typed: dict[str, str]) -> proposing.Scope:
    """What isn't a number is told beside its field, as what is too large or too small."""
    try:
        price = money.parse(digits(typed["price"]))
    except ValueError:
        price = None
    return proposing.Scope(
        title=typed["title"],
        scope=typed["scope"],
        price=price,
        delivery_days=_whole(typed["delivery_days"]),
        revisions=_whole(typed["revisions"]) if typed["revisions"] else None,
    )


def _whole(text: str) -> int:
    plain = digits(text)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else -1


async def _form(
    request: Request,
    status: int = 200,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    viewer = require_viewer(request)
    async with reading() as connection:
        person = await thread.with_person(connection, viewer.id, _id(request))
    if HatKind.FREELANCER not in viewer.hats:
        raise NotFound
    values = typed or dict.fromkeys(_FIELDS, "")
    return render(
        request, "messages/offer_form.html", status, person=person, values=values, errors=errors or {}
    )


async def show(request: Request) -> Response:
    """Where an offer lies: in the conversation of its two people."""
    viewer = require_viewer(request)
    async with reading() as connection:
        row = (await connection.execute(_OFFER, {"offer": _id(request), "me": viewer.id})).one_or_none()
    if row is None:
        raise NotFound
    other = row.client_id if row.freelancer_id == viewer.id else row.freelancer_id
    return redirect(request, f"/messages/{other}")


async def accept(request: Request) -> Response:
    """The terms were read: an order is born, and its room opens."""
    viewer = require_viewer(request)
    sent = await request.form(max_files=0)
    async with unit_of_work() as session:
        order = await accepting.accept(
            session,
            _id(request),
            by=Actor.person(viewer.id),
            accepted_terms=sent.get("accepted_terms") == "1",
        )
    return toast(redirect(request, f"/orders/{order.id}"), _("You accepted the offer: your order is here."))


async def decline(request: Request) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        offer = await declining.decline(session, _id(request), by=Actor.person(viewer.id))
    return toast(redirect(request, f"/messages/{offer.freelancer_id}"), _("You declined the offer."))


async def withdraw(request: Request) -> Response:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        offer = await withdrawing.withdraw(session, _id(request), by=Actor.person(viewer.id))
    return toast(redirect(request, f"/messages/{offer.client_id}"), _("Your offer is withdrawn."))


def _id(request: Request) -> UUID:
    found = ids.parse(request.path_params["id"])
    if found is None:
        raise NotFound
    return found


routes = [
    Route("/messages/{id}/offer", form, methods=["GET"]),
    Route("/messages/{id}/offer", propose, methods=["POST"]),
    Route("/offers/{id}", show, methods=["GET"]),
    Route("/offers/{id}/accept", accept, methods=["POST"]),
    Route("/offers/{id}/decline", decline, methods=["POST"]),
    Route("/offers/{id}/withdraw", withdraw, methods=["POST"]),
]
