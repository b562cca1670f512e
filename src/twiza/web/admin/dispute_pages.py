"""/admin/disputes: one queue by deadline; both sides, the evidence, and the decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from twiza.accounts import audit
from twiza.accounts import queries as accounts
from twiza.accounts.models import Permission
from twiza.accounts.viewer import Viewer
from twiza.kit import clock, ids, storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.kit.i18n import gettext as _
from twiza.messaging import inspecting
from twiza.orders import rooms
from twiza.orders.actors import Actor
from twiza.orders.disputes import closing
from twiza.orders.disputes.models import Dispute, DisputeOutcome
from twiza.orders.rooms import Room
from twiza.web.admin import order_reads
from twiza.web.admin.asking import asked_place, placed, text_fields
from twiza.web.admin.order_pages import told
from twiza.web.orders import history, payment, quarrel, words
from twiza.web.orders.files import shown_files
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

_VIEWS = {"": N_("Open ones"), "mine": N_("My own"), "closed": N_("Decided ones")}
_ACTS = {
    "take": (closing.take, N_("This dispute is yours now.")),
    "leave": (closing.leave, N_("Somebody else can take this dispute now.")),
}
NO_OUTCOME = N_("Choose what happens to the order.")


async def listing(request: Request) -> Response:
    """Whose time is over first comes first."""
    admin = require_admin(request, Permission.SUPPORT)
    asked = request.query_params
    view = asked.get("view", "") if asked.get("view", "") in _VIEWS else ""
    after = asked_place(asked.get("after", ""))
    async with reading() as connection:
        found, older = await order_reads.queue(
            connection, owner=admin.id if view == "mine" else None, closed=view == "closed", after=after
        )
    next_place = placed(older) if older else ""
    return render(
        request,
        "admin/disputes.html",
        view=view,
        views=[(key, _(text), url(query("/admin/disputes", view=key))) for key, text in _VIEWS.items()],
        lines=[_line(one, admin) for one in found],
        next_page=url(query("/admin/disputes", view=view, after=next_place)) if older else "",
        first_page=url(query("/admin/disputes", view=view)) if after else "",
    )


async def detail(request: Request) -> Response:
    return await _page(request)


async def act(request: Request) -> Response:
    """Take it on, or leave it to others."""
    admin = require_admin(request, Permission.SUPPORT)
    if request.path_params["verb"] not in _ACTS:
        raise NotFound
    verb, said = _ACTS[request.path_params["verb"]]
    dispute_id = _id(request)
    try:
        async with unit_of_work() as session:
            await verb(session, dispute_id, by=Actor.admin(admin.id))
    except NotFound:
        raise
    except DomainError as error:
        return await _page(request, error=error)
    return toast(redirect(request, f"/admin/disputes/{dispute_id}"), _(said))


async def close(request: Request) -> Response:
    """The decision, which both sides read."""
    admin = require_admin(request, Permission.SUPPORT)
    form = await text_fields(request)
    dispute_id = _id(request)
    outcome = next((each for each in DisputeOutcome if each == form.get("outcome")), None)
    try:
        if outcome is None:
            raise Invalid({"outcome": NO_OUTCOME})
        async with unit_of_work() as session:
            await closing.close(
                session,
                dispute_id,
                by=Actor.admin(admin.id),
                outcome=outcome,
                decision=form.get("decision", ""),
            )
    except NotFound:
        raise
    except DomainError as error:
        return await _page(request, typed=form, error=error)
    return toast(redirect(request, f"/admin/disputes/{dispute_id}"), _("The dispute is decided."))


async def messages(request: Request) -> Response:
    """What the two wrote to each other; the look is logged with the dispute that allows it."""
    return await _page(request, with_messages=True)


async def open_file(request: Request) -> Response:
    """A file of the disputed order, by a link for this administrator alone; the look is logged."""
    admin = require_admin(request, Permission.SUPPORT)
    file_id = ids.parse(request.path_params["file_id"])
    async with unit_of_work() as session:
        room, dispute = await _room(session, _id(request), admin)
        if file_id is None or all(file.id != file_id for file in room.files):
            raise NotFound
        await audit.write(session, admin.id, audit.LOOK, "dispute", dispute.id, None, {"file": str(file_id)})
    response = RedirectResponse(storage.signed_link(file_id, admin.id), 303)
    response.headers["cache-control"] = "private, no-store"
    return response


async def _page(
    request: Request,
    *,
    typed: dict[str, str] | None = None,
    error: DomainError | None = None,
    with_messages: bool = False,
) -> Response:
    admin = require_admin(request, Permission.SUPPORT)
    dispute_id = _id(request)
    lines = None
    async with unit_of_work() as session:
        room, dispute = await _room(session, dispute_id, admin)
        owner = await accounts.own(session, dispute.owner_id) if dispute.owner_id else None
        if error is None:
            await audit.write(session, admin.id, audit.LOOK, "dispute", dispute.id)
        if with_messages:
            lines = await inspecting.between(
                session,
                room.client.id,
                room.freelancer.id,
                by=admin.id,
                subject="dispute",
                subject_id=dispute.id,
            )
    is_invalid = isinstance(error, Invalid)
    return render(
        request,
        "admin/dispute.html",
        error.status if error else 200,
        path=f"/admin/disputes/{dispute_id}",
        owner=owner.name if owner else "",
        claim_verb=_claim_verb(dispute, admin),
        messages=_said(lines),
        typed={"outcome": dispute.prepared_in(room.order.status) or "", "decision": "", **(typed or {})},
        errors=error.field_texts() if isinstance(error, Invalid) else {},
        problem=error.text() if error and not is_invalid else "",
        **_facts(room, dispute),
    )


def _said(lines: Sequence[inspecting.Line] | None) -> list[dict[str, Any]] | None:
    """None while nobody asked to read them."""
    if lines is None:
        return None
    return [
        {"sender": one.sender, "text": one.text, "at": one.at, "when": words.happened(one.at)}
        for one in lines
    ]


def _facts(room: Room, dispute: Dispute) -> dict[str, Any]:
    opener = room.person(dispute.opened_by_id)
    return {
        "dispute": dispute,
        "order": told(room),
        "may_decide": dispute.closed_at is None,
        "outcomes": _outcomes(room),
        "reason": _(words.REASONS[dispute.reason]),
        "opened_by": opener.full_name if opener else _("The rules"),
        "state": quarrel.pill(dispute),
        "sides": quarrel.said(room, dispute),
        "proofs": payment.proofs(room),
        "files": shown_files(room.files),
        "history": history.lines(room),
        "outcome": _(words.OUTCOMES[dispute.outcome]) if dispute.outcome else "",
    }


async def _room(session: Any, dispute_id: UUID, admin: Viewer) -> tuple[Room, Dispute]:
    dispute = await session.scalar(select(Dispute).where(Dispute.id == dispute_id))
    if dispute is None:
        raise NotFound
    return await rooms.room(session, dispute.order_id, admin.id, as_admin=True), dispute


def _outcomes(room: Room) -> list[tuple[str, str]]:
    """After the end only the record changes, never the state."""
    ended = (DisputeOutcome.UPHELD, DisputeOutcome.DISMISSED)
    running = (DisputeOutcome.FORCE_COMPLETE, DisputeOutcome.FORCE_CANCEL, DisputeOutcome.DISMISSED)
    return [(each, _(words.OUTCOMES[each])) for each in (ended if room.order.has_ended else running)]


def _claim_verb(dispute: Dispute | order_reads.Queued, admin: Viewer) -> str:
    if dispute.closed_at is not None:
        return ""
    return "leave" if dispute.owner_id == admin.id else "take"


def _line(one: order_reads.Queued, admin: Viewer) -> dict[str, Any]:
    over = one.answer_due_at < clock.now()
    return {
        "path": f"/admin/disputes/{one.id}",
        "title": one.title,
        "reference": one.reference,
        "client": one.client,
        "freelancer": one.freelancer,
        "reason": _(words.REASONS[one.reason]),
        "due": words.moment(one.closed_at or one.answer_due_at),
        "tone": "mint" if one.closed_at else "terracotta" if over else "saffron",
        "owner": one.owner or "",
        "verb": _claim_verb(one, admin),
    }


def _id(request: Request) -> UUID:
    dispute_id = ids.parse(request.path_params["id"])
    if dispute_id is None:
        raise NotFound
    return dispute_id


routes = [
    Route("/admin/disputes", listing),
    Route("/admin/disputes/{id}", detail),
    Route("/admin/disputes/{id}/close", close, methods=["POST"]),
    Route("/admin/disputes/{id}/messages", messages, methods=["POST"]),
    Route("/admin/disputes/{id}/files/{file_id}", open_file),
    Route("/admin/disputes/{id}/{verb}", act, methods=["POST"]),
]
