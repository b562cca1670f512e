"""Custom offers: proposed by a freelancer, accepted by a client into an order."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from twiza.accounts.shielding import masked
from twiza.api import cursors
from twiza.api.answers import answer, page, since
from twiza.api.deps import CurrentViewer, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.judging import look
from twiza.api.order_shapes import at
from twiza.api.schemas import orders as sent
from twiza.api.schemas.offers import ShownOffer
from twiza.api.schemas.page import Page
from twiza.api.schemas.whole_orders import WholeOrder
from twiza.kit.errors import NotFound
from twiza.kit.i18n import format_money
from twiza.orders.actors import Actor
from twiza.orders.offers import accepting, declining, proposing, withdrawing
from twiza.orders.offers.answering import may, visible_to
from twiza.orders.offers.models import Offer
from twiza.orders.offers.proposing import Scope
from twiza.orders.proofs import centimes

router = APIRouter(prefix="/offers", tags=["orders"], responses={200: {"model": ShownOffer}})
PAGE = 20


@router.post("", status_code=201, responses={201: {"model": ShownOffer}})
async def make_offer(
    viewer: CurrentViewer, session: Session, asked: sent.OfferAsked, once: OnceOnly
) -> Response:
    """A freelancer proposes work made to measure to one client; it stands for seven days."""

    async def make() -> UUID:
        scope = Scope(
            title=asked.title,
            scope=asked.scope,
            price=centimes(asked.price),
            delivery_days=asked.delivery_days,
            revisions=asked.revisions,
            gig_id=asked.gig_id,
        )
        return (await proposing.propose(session, asked.client_id, by=viewer.id, scope=scope)).id

    async def show(offer_id: UUID | None) -> Response:
        return answer(_shape(await _seen(session, offer_id, viewer.id), viewer.id), status=201, private=True)

    return await once.run(make, show)


@router.get("/my", responses={200: {"model": Page[ShownOffer]}})
async def list_my_offers(
    viewer: CurrentViewer,
    session: Session,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """Offers you made or were made, the newest first."""
    after = cursors.read("offers", cursor, (UUID,))
    statement = select(Offer).where(visible_to(viewer.id)).order_by(Offer.id.desc()).limit(PAGE + 1)
    if after:
        statement = statement.where(Offer.id < after[0])
    found = (await session.scalars(statement)).all()
    next_cursor = cursors.write("offers", [str(found[PAGE - 1].id)]) if len(found) > PAGE else None
    return answer(page([_shape(one, viewer.id) for one in found[:PAGE]], next_cursor), private=True)


@router.get("/{offer_id}")
async def show_offer(offer_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """An offer you made or were made."""
    return answer(_shape(await _seen(session, offer_id, viewer.id), viewer.id), private=True)


@router.patch("/{offer_id}/accept", responses={200: {"model": WholeOrder}})
async def accept_offer(
    offer_id: UUID, viewer: CurrentViewer, session: Session, told: sent.OfferAccepted, once: OnceOnly
) -> Response:
    """The client accepts: the answer is the order."""

    async def make() -> UUID:
        person = Actor.person(viewer.id)
        return (await accepting.accept(session, offer_id, by=person, accepted_terms=told.accepted_terms)).id

    return await once.run(make, lambda order_id: look(session, order_id, viewer))


@router.patch("/{offer_id}/decline")
async def decline_offer(offer_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """The client declines."""
    offer = await declining.decline(session, offer_id, by=Actor.person(viewer.id))
    return answer(_shape(offer, viewer.id), private=True)


@router.patch("/{offer_id}/withdraw")
async def withdraw_offer(offer_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """The freelancer takes it back."""
    offer = await withdrawing.withdraw(session, offer_id, by=Actor.person(viewer.id))
    return answer(_shape(offer, viewer.id), private=True)


async def _seen(session: Session, offer_id: UUID | None, viewer_id: UUID) -> Offer:
    found = await session.scalar(select(Offer).where(Offer.id == offer_id, visible_to(viewer_id)))
    if found is None:
        raise NotFound
    return found


def _shape(offer: Offer, viewer_id: UUID) -> dict[str, object]:
    plain = (
        "id", "client_id", "freelancer_id", "gig_id", "order_id", "status", "price", "delivery_days",
        "revisions",
    )  # fmt: skip
    is_mine = offer.freelancer_id == viewer_id
    return {
        **{name: getattr(offer, name) for name in plain},
        "title": offer.title if is_mine else masked(offer.title),
        "scope": offer.scope if is_mine else masked(offer.scope),
        "price_text": format_money(offer.price),
        **at("expires", offer.expires_at),
        **since(offer.created_at),
        "allowed_actions": may(offer, Actor.person(viewer_id)),
    }
