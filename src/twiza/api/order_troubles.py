"""What goes beside the straight way of an order: files, more time, claims, disputes and their decision."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Query, Response, UploadFile
from sqlalchemy import select

from twiza.api import cursors
from twiza.api.answers import answer, page, since
from twiza.api.deps import CurrentViewer, Reader, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.judging import actor_of, look, may_judge, room_of
from twiza.api.order_shapes import at
from twiza.api.schemas import orders as sent
from twiza.api.schemas.order_files import UploadedFile
from twiza.api.schemas.page import Page
from twiza.api.schemas.quarrels import QueuedDispute
from twiza.api.schemas.whole_orders import WholeOrder
from twiza.kit import ratelimit, storage
from twiza.kit.db import unit_of_work
from twiza.kit.errors import NotFound
from twiza.orders import access, evidence, extending
from twiza.orders.actors import Actor
from twiza.orders.attaching import UPLOADS_A_DAY
from twiza.orders.disputes import claiming, closing, opening, queue, stating
from twiza.orders.disputes.models import Dispute

router = APIRouter(tags=["orders"], responses={200: {"model": WholeOrder}})
_PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
_UPLOADED: dict[int | str, dict[str, Any]] = {201: {"model": UploadedFile}}
_MADE: dict[int | str, dict[str, Any]] = {201: {"model": WholeOrder}}


@router.post("/orders/{order_id}/files", status_code=201, responses=_UPLOADED)
async def send_file(
    order_id: UUID,
    viewer: CurrentViewer,
    session: Session,
    file: Annotated[UploadFile, File(description="A picture, document, sound, film or archive")],
) -> Response:
    """Send a file; the verb that names its id then makes it part of the order."""
    await ratelimit.hit(f"order-file:{viewer.id}", *UPLOADS_A_DAY)
    await access.seen(session, order_id, viewer.id)
    row = await storage.put(session, file, owner=viewer.id, name=file.filename or "")
    told = {"id": row.id, "name": row.name, "media_type": row.media_type, "bytes": row.bytes}
    return answer(told, status=201, private=True)


@router.get("/orders/{order_id}/evidence.pdf", responses={200: {"content": _PDF}}, response_class=Response)
async def evidence_pdf(order_id: UUID, viewer: CurrentViewer) -> Response:
    """Everything about the order on paper: terms, payments, deliveries, disputes, history."""
    async with unit_of_work() as session:
        drafted = await evidence.draft(session, await room_of(session, order_id, viewer))
    paper = await evidence.paper(drafted)
    headers = {
        "content-disposition": f'attachment; filename="{paper.file_name}"',
        "cache-control": "private, no-store",
    }
    return Response(paper.content, media_type="application/pdf", headers=headers)


@router.post("/orders/{order_id}/extensions", status_code=201, responses=_MADE)
async def ask_extension(
    order_id: UUID, viewer: CurrentViewer, session: Session, asked: sent.MoreTime, once: OnceOnly
) -> Response:
    """Ask the other side for more days."""

    async def make() -> UUID:
        person = Actor.person(viewer.id)
        await extending.ask(session, order_id, by=person, days=asked.days, reason=asked.reason)
        return order_id

    return await once.run(make, lambda found: look(session, found, viewer, status=201))


@router.patch("/orders/{order_id}/extensions/{extension_id}/accept")
async def accept_extension(
    order_id: UUID, extension_id: UUID, viewer: CurrentViewer, session: Session
) -> Response:
    """Agree: the deadline moves."""
    extension = await extending.accept(session, extension_id, by=Actor.person(viewer.id))
    return await _looked(session, order_id, extension.order_id, viewer)


@router.patch("/orders/{order_id}/extensions/{extension_id}/decline")
async def decline_extension(
    order_id: UUID, extension_id: UUID, viewer: CurrentViewer, session: Session
) -> Response:
    """Don't agree: the deadline stays."""
    extension = await extending.decline(session, extension_id, by=Actor.person(viewer.id))
    return await _looked(session, order_id, extension.order_id, viewer)


@router.post("/orders/{order_id}/claims", status_code=201, responses=_MADE)
async def claim_non_delivery(
    order_id: UUID, viewer: CurrentViewer, session: Session, told: sent.Claim, once: OnceOnly
) -> Response:
    """The client: the deadline passed, and nothing came; the freelancer has 72 hours to answer."""

    async def make() -> UUID:
        await claiming.claim(session, order_id, by=Actor.person(viewer.id), details=told.details)
        return order_id

    return await once.run(make, lambda found: look(session, found, viewer, status=201))


@router.patch("/orders/{order_id}/claims/{claim_id}/answer")
async def answer_claim(
    order_id: UUID, claim_id: UUID, viewer: CurrentViewer, session: Session, told: sent.ClaimAnswered
) -> Response:
    """The freelancer explains."""
    claim = await claiming.answer(session, claim_id, by=Actor.person(viewer.id), answer=told.answer)
    return await _looked(session, order_id, claim.order_id, viewer)


@router.post("/orders/{order_id}/disputes", status_code=201, responses=_MADE)
async def open_dispute(
    order_id: UUID, viewer: CurrentViewer, session: Session, told: sent.DisputeAsked, once: OnceOnly
) -> Response:
    """From the first declared payment until 14 days after the end; the clock stops, an administrator decides."""

    async def make() -> UUID:
        person = Actor.person(viewer.id)
        details, files = told.details, told.files
        await opening.open_dispute(
            session, order_id, by=person, reason=told.reason, details=details, files=files
        )
        return order_id

    return await once.run(make, lambda found: look(session, found, viewer, status=201))


@router.post("/orders/{order_id}/disputes/{dispute_id}/statements", status_code=201, responses=_MADE)
async def state(  # noqa: PLR0917  FastAPI calls it by names
    order_id: UUID,
    dispute_id: UUID,
    viewer: CurrentViewer,
    session: Session,
    said: sent.Statement,
    once: OnceOnly,
) -> Response:
    """Give your side, with evidence; you are asked to within 48 hours."""

    async def make() -> UUID:
        person = Actor.person(viewer.id)
        if await session.scalar(select(Dispute.order_id).where(Dispute.id == dispute_id)) != order_id:
            raise NotFound
        await stating.state(session, dispute_id, by=person, text=said.text, files=said.files)
        return order_id

    return await once.run(make, lambda found: look(session, found, viewer, status=201))


@router.get("/admin/disputes", responses={200: {"model": Page[QueuedDispute]}})
async def list_disputes(
    viewer: CurrentViewer,
    reader: Reader,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """Administrators: what waits for a decision, the most urgent first."""
    if not may_judge(viewer):
        raise NotFound
    after = cursors.read("disputes", cursor, (UUID,))
    found = await queue.waiting(reader, after=after[0] if after else None)
    items = [
        {
            **{name: getattr(one, name) for name in _QUEUED},
            **at("answer_due", one.answer_due_at),
            **since(one.created_at),
            "allowed_actions": ["take-dispute", "close-dispute"],
        }
        for one in found.disputes
    ]
    next_cursor = cursors.write("disputes", [str(found.next)]) if found.next else None
    return answer(page(items, next_cursor), private=True)


@router.patch("/admin/disputes/{dispute_id}/take")
async def take_dispute(dispute_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """An administrator looks after it from now on."""
    dispute = await closing.take(session, dispute_id, by=actor_of(viewer))
    return await look(session, dispute.order_id, viewer)


@router.patch("/admin/disputes/{dispute_id}/close")
async def close_dispute(
    dispute_id: UUID, viewer: CurrentViewer, session: Session, made: sent.Decision
) -> Response:
    """An administrator decides: force the end, dismiss, or uphold a complaint about an order that has ended."""
    by = actor_of(viewer)
    dispute = await closing.close(session, dispute_id, by=by, outcome=made.outcome, decision=made.decision)
    return await look(session, dispute.order_id, viewer)


_QUEUED = (
    "id", "order_id", "reference", "title", "price", "status", "reason", "opened_by_id", "owner_id",
    "prepared", "client_stated", "freelancer_stated",
)  # fmt: skip


async def _looked(session: Session, named: UUID, found: UUID, viewer: CurrentViewer) -> Response:
    """An address that names another order than its part's is a page that isn't there; nothing is kept of it."""
    if named != found:
        raise NotFound
    return await look(session, found, viewer)
