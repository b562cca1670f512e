"""/admin/orders: finding an order, reading its history, ending it with a reason."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.states import Move
from twiza.orders import forcing, rooms
from twiza.orders.actors import Actor
from twiza.orders.models import OrderStatus
from twiza.orders.rooms import Room
from twiza.orders.states import FORCE_CANCEL, FORCE_COMPLETE
from twiza.web.admin import order_reads
from twiza.web.admin.asking import asked_enum, text_fields
from twiza.web.orders import history, words
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

_FORCES: dict[str, tuple[Move, Any]] = {
    FORCE_COMPLETE.verb: (FORCE_COMPLETE, forcing.force_complete),
    FORCE_CANCEL.verb: (FORCE_CANCEL, forcing.force_cancel),
}


async def listing(request: Request) -> Response:
    """Everybody's orders, newest first, by reference, person and state."""
    require_admin(request, Permission.SUPPORT)
    asked = request.query_params
    status = asked_enum(OrderStatus, asked.get("status"))
    filters = order_reads.Filters(asked.get("q", "").strip(), status, asked.get("disputed") == "1")
    after = ids.parse(asked.get("after", ""))
    async with reading() as connection:
        found, older = await order_reads.lines(connection, filters, after=after)
    chosen = {"q": filters.words, "status": status, "disputed": "1" if filters.disputed else ""}
    return render(
        request,
        "admin/orders.html",
        lines=[
            {
                **{name: getattr(line, name) for name in ("reference", "title", "client", "freelancer")},
                "created_at": line.created_at,
                "price": line.price,
                "pill": words.pill(line.status, disputed=line.disputed_at is not None, late=line.is_late),
            }
            for line in found
        ],
        asked=chosen,
        status_options=[(each, _(said.text)) for each, said in words.STATUS.items()],
        next_page=url(query("/admin/orders", **chosen, after=older)) if older else "",
        first_page=url(query("/admin/orders", **chosen)) if after else "",
    )


async def detail(request: Request) -> Response:
    """One order; each look is written into the audit log."""
    return await _page(request)


async def force(request: Request) -> Response:
    """End it one way or the other; both sides read why."""
    admin = require_admin(request, Permission.SUPPORT)
    verb = request.path_params["verb"]
    if verb not in _FORCES:
        raise NotFound
    form = await text_fields(request)
    key = request.path_params["key"]
    try:
        async with unit_of_work() as session:
            room = await rooms.room(session, ids.parse(key) or key.upper(), admin.id, as_admin=True)
            await _FORCES[verb][1](
                session, room.order.id, by=Actor.admin(admin.id), reason=form.get("reason", "")
            )
    except NotFound:
        raise
    except DomainError as error:
        return await _page(request, verb, form, error)
    return toast(redirect(request, f"/admin/orders/{room.order.reference}"), _("The order is ended."))


async def _page(
    request: Request, verb: str = "", typed: dict[str, str] | None = None, error: DomainError | None = None
) -> Response:
    admin = require_admin(request, Permission.SUPPORT)
    key = request.path_params["key"]
    async with unit_of_work() as session:
        room = await rooms.room(session, ids.parse(key) or key.upper(), admin.id, as_admin=True)
        if error is None:
            await audit.write(session, admin.id, audit.LOOK, "order", room.order.id)
    is_invalid = isinstance(error, Invalid)
    return render(
        request,
        "admin/order.html",
        error.status if error else 200,
        order=told(room),
        steps=[_(text) for text in words.STEPS],
        history=history.lines(room),
        dispute_id=room.disputes[-1].id if room.disputes else None,
        asked_again=verb if is_invalid else "",
        typed=typed or {},
        errors=error.field_texts() if isinstance(error, Invalid) else {},
        problem=error.text() if error and not is_invalid else "",
    )


def told(room: Room) -> dict[str, Any]:
    """The facts of an order, as the pages of the administration read them."""
    order = room.order
    names = ("reference", "title", "price", "package", "created_at", "due_at", "proofs", "revisions_used")
    return {
        **{name: getattr(order, name) for name in names},
        "pill": words.pill_of(order),
        "step": words.step(order),
        "has_ended": order.has_ended,
        "client": {"id": room.client.id, "name": room.client.full_name},
        "freelancer": {"id": room.freelancer.id, "name": room.freelancer.full_name},
    }


routes = [
    Route("/admin/orders", listing),
    Route("/admin/orders/{key}", detail),
    Route("/admin/orders/{key}/{verb}", force, methods=["POST"]),
]
