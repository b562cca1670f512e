"""Orders: placed, listed, looked at, and moved by the verbs of their machine."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.viewer import Viewer
from twiza.api import cursors, order_shapes
from twiza.api.answers import answer, page
from twiza.api.deps import CurrentViewer, Reader, Session
from twiza.api.hot_writes import plainly
from twiza.api.idempotency import OnceOnly
from twiza.api.judging import actor_of, look
from twiza.api.schemas import orders as sent
from twiza.api.schemas.listed_orders import ListedOrder
from twiza.api.schemas.page import Page
from twiza.api.schemas.whole_orders import WholeOrder
from twiza.kit.db import unit_of_work
from twiza.orders import (
    answering,
    approving,
    cancelling,
    delivering,
    forcing,
    paying,
    placing,
    proofs,
    revising,
    starting,
)
from twiza.orders.actors import Actor
from twiza.orders.kinds import STAGES, OrderStatus, Party, Stage
from twiza.orders.people import Person
from twiza.orders.queries import mine

router = APIRouter(prefix="/orders", tags=["orders"], responses={200: {"model": WholeOrder}})
Side = Annotated[Party | None, Query(description="Only those you take part in as `client` or `freelancer`")]
Cursor = Annotated[str | None, Query(max_length=400, description="The `next_cursor` of the page before")]


async def _place(viewer: Viewer, asked: sent.OrderAsked) -> Response:
    async with unit_of_work() as session:
        return await _shown(session, viewer, await _placed(session, viewer, asked))


async def _placed(session: AsyncSession, viewer: Viewer, asked: sent.OrderAsked) -> UUID:
    order = await placing.place(
        session,
        asked.gig_id,
        by=viewer.id,
        tier=asked.package,
        answers=asked.answers,
        accepted_terms=asked.accepted_terms,
    )
    return order.id


async def _shown(session: AsyncSession, viewer: Viewer, order_id: UUID | None) -> Response:
    response = await look(session, order_id, viewer, status=201)
    response.headers["Location"] = f"/api/v1/orders/{order_id}"
    return response


@router.post("", status_code=201, responses={201: {"model": WholeOrder}})
@plainly(_place)
async def place_order(
    viewer: CurrentViewer, session: Session, asked: sent.OrderAsked, once: OnceOnly
) -> Response:
    """Order a package of a gig: price, contents and terms are copied as they stand now."""

    return await once.run(
        lambda: _placed(session, viewer, asked), lambda order_id: _shown(session, viewer, order_id)
    )


@router.get("/my", responses={200: {"model": Page[ListedOrder]}})
async def list_my_orders(  # noqa: PLR0917  FastAPI calls it by names
    viewer: CurrentViewer,
    reader: Reader,
    role: Side = None,
    status: Annotated[OrderStatus | None, Query(description="Only in this status")] = None,
    stage: Annotated[Stage | None, Query(description="Only in this stage")] = None,
    cursor: Cursor = None,
) -> Response:
    """Your orders on either side, the newest first."""
    after = cursors.read("orders", cursor, (UUID,))
    statuses = [one for one in OrderStatus if stage is None or STAGES.get(one, Stage.PROCESSING) is stage]
    wanted = [one for one in statuses if status is None or one is status]
    if not wanted:
        return answer(page([], None), private=True)
    found = await mine(
        reader,
        viewer.id,
        role=role,
        statuses=wanted if status or stage else (),
        after=after[0] if after else None,
    )
    me = Person(viewer.id, viewer.first_name, viewer.last_name, viewer.avatar_url, False, True)
    items = [order_shapes.listed(one, me) for one in found.orders]
    return answer(
        page(items, cursors.write("orders", [str(found.next)]) if found.next else None), private=True
    )


@router.get("/{order_id}")
async def show_order(order_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """An order you take part in, whole; an administrator's look at one is logged."""
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/submit-payment")
async def submit_payment(
    order_id: UUID, viewer: CurrentViewer, session: Session, told: sent.PaymentDeclared
) -> Response:
    """The client has transferred the money and says how."""
    transfer = proofs.read(told.transaction_id, told.amount, told.payer_name, understood=told.understood)
    await paying.submit_payment(
        session, order_id, by=Actor.person(viewer.id), transfer=transfer, receipt=told.receipt
    )
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/refuse-payment")
async def refuse_payment(
    order_id: UUID, viewer: CurrentViewer, session: Session, why: sent.Reason
) -> Response:
    """The freelancer received nothing; the second time a dispute opens by itself."""
    await paying.refuse_payment(session, order_id, by=Actor.person(viewer.id), reason=why.reason)
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/confirm-payment")
async def confirm_payment(order_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """The freelancer has the money."""
    await paying.confirm_payment(session, order_id, by=Actor.person(viewer.id))
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/answers")
async def answer_questions(
    order_id: UUID, viewer: CurrentViewer, session: Session, told: sent.Answers
) -> Response:
    """The client answers what the freelancer needs to know; required answers let the work start."""
    await answering.answer_questions(session, order_id, by=Actor.person(viewer.id), answers=told.answers)
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/start")
async def start(order_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """The freelancer begins: the delivery days count from now."""
    await starting.start(session, order_id, by=Actor.person(viewer.id))
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/submit-work")
async def submit_work(
    order_id: UUID, viewer: CurrentViewer, session: Session, work: sent.WorkHandedOver
) -> Response:
    """The freelancer hands the work over; three silent days count as approval."""
    await delivering.submit_work(
        session, order_id, by=Actor.person(viewer.id), note=work.note, files=work.files
    )
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/request-revision")
async def request_revision(
    order_id: UUID, viewer: CurrentViewer, session: Session, why: sent.Reason
) -> Response:
    """The client asks for changes, as often as the package allows."""
    await revising.request_revision(session, order_id, by=Actor.person(viewer.id), reason=why.reason)
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/approve")
async def approve(order_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """The client is content: the order is finished."""
    await approving.approve(session, order_id, by=Actor.person(viewer.id))
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/cancel")
async def cancel(
    order_id: UUID, viewer: CurrentViewer, session: Session, why: sent.OptionalReason | None = None
) -> Response:
    """The client before the payment is confirmed; the freelancer only while none was ever declared."""
    reason = why.reason if why else ""
    await cancelling.cancel(session, order_id, by=Actor.person(viewer.id), reason=reason)
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/force-complete")
async def force_complete(
    order_id: UUID, viewer: CurrentViewer, session: Session, why: sent.Reason
) -> Response:
    """An administrator ends the order as finished."""
    await forcing.force_complete(session, order_id, by=actor_of(viewer), reason=why.reason)
    return await look(session, order_id, viewer)


@router.patch("/{order_id}/force-cancel")
async def force_cancel(order_id: UUID, viewer: CurrentViewer, session: Session, why: sent.Reason) -> Response:
    """An administrator ends the order as cancelled."""
    await forcing.force_cancel(session, order_id, by=actor_of(viewer), reason=why.reason)
    return await look(session, order_id, viewer)
