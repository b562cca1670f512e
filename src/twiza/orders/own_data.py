"""What orders keep about one person, for the archive they take along: their own words, nobody else's name."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import exporting
from twiza.accounts.own_data import Rows, rows
from twiza.orders.access import visible_to
from twiza.orders.disputes.models import Dispute, DisputeStatement, NonDeliveryClaim
from twiza.orders.models import Delivery, Extension, Order, OrderAnswer, OrderChange, PaymentProof
from twiza.orders.offers.models import Offer


@exporting.part("orders")
async def orders(session: AsyncSession, account_id: UUID) -> object:
    """Every order of theirs, on either side."""
    shown = (
        Order.reference, Order.status, Order.title, Order.package, Order.contents, Order.price,
        Order.delivery_days, Order.revisions, Order.terms_version, Order.created_at, Order.started_at,
        Order.due_at, Order.ended_at, (Order.client_id == account_id).label("as_client"),
    )  # fmt: skip
    return await rows(session, select(*shown).where(visible_to(account_id)).order_by(Order.id))


@exporting.part("order_acts")
async def acts(session: AsyncSession, account_id: UUID) -> object:
    """What they did to orders."""
    shown = (Order.reference, OrderChange.verb, OrderChange.to_status, OrderChange.note, OrderChange.at)
    statement = select(*shown).join(Order, Order.id == OrderChange.order_id)
    return await rows(session, statement.where(OrderChange.actor_id == account_id).order_by(OrderChange.id))


@exporting.part("order_words")
async def words(session: AsyncSession, account_id: UUID) -> object:
    """What they wrote and declared inside orders."""
    return {
        "answers": await _answers(session, account_id),
        "payments": await _payments(session, account_id),
        "deliveries": await _deliveries(session, account_id),
        "extensions": await _extensions(session, account_id),
        "disputes": await _disputes(session, account_id),
        "claims": await _claims(session, account_id),
    }


@exporting.part("offers")
async def offers(session: AsyncSession, account_id: UUID) -> object:
    """Offers they made or were made."""
    theirs = (Offer.client_id == account_id) | (Offer.freelancer_id == account_id)
    shown = (
        Offer.title, Offer.scope, Offer.price, Offer.delivery_days, Offer.revisions, Offer.status,
        Offer.expires_at, Offer.created_at, (Offer.client_id == account_id).label("as_client"),
    )  # fmt: skip
    return await rows(session, select(*shown).where(theirs).order_by(Offer.id))


async def _answers(session: AsyncSession, account_id: UUID) -> Rows:
    asked = select(Order.reference, OrderAnswer.question, OrderAnswer.answer, OrderAnswer.answered_at)
    mine = (OrderAnswer.order_id == Order.id, Order.client_id == account_id, OrderAnswer.answer != "")
    return await rows(session, asked.where(*mine).order_by(OrderAnswer.id))


async def _payments(session: AsyncSession, account_id: UUID) -> Rows:
    one = PaymentProof
    shown = (one.transaction_id, one.payer_name, one.amount, one.verified, one.refusal, one.submitted_at)
    mine = (one.order_id == Order.id, Order.client_id == account_id)
    return await rows(session, select(Order.reference, *shown).where(*mine).order_by(one.id))


async def _deliveries(session: AsyncSession, account_id: UUID) -> Rows:
    mine = (Delivery.order_id == Order.id, Order.freelancer_id == account_id)
    shown = (Order.reference, Delivery.number, Delivery.note, Delivery.created_at)
    return await rows(session, select(*shown).where(*mine).order_by(Delivery.id))


async def _extensions(session: AsyncSession, account_id: UUID) -> Rows:
    one = Extension
    shown = (Order.reference, one.days, one.reason, one.accepted, one.created_at)
    mine = (one.order_id == Order.id, one.by_id == account_id)
    return await rows(session, select(*shown).where(*mine).order_by(one.id))


async def _disputes(session: AsyncSession, account_id: UUID) -> Rows:
    opened = select(Order.reference, Dispute.reason, Dispute.details.label("text"), Dispute.created_at)
    mine = (Dispute.order_id == Order.id, Dispute.opened_by_id == account_id)
    said = select(Order.reference, Dispute.reason, DisputeStatement.text, DisputeStatement.created_at).where(
        DisputeStatement.dispute_id == Dispute.id,
        Dispute.order_id == Order.id,
        DisputeStatement.by_id == account_id,
    )
    first = await rows(session, opened.where(*mine).order_by(Dispute.id))
    return [*first, *await rows(session, said.order_by(DisputeStatement.id))]


async def _claims(session: AsyncSession, account_id: UUID) -> Rows:
    one = NonDeliveryClaim
    as_client = select(Order.reference, one.details.label("text"), one.created_at)
    as_freelancer = select(Order.reference, one.answer.label("text"), one.answered_at)
    of_order = one.order_id == Order.id
    return [
        *await rows(session, as_client.where(of_order, Order.client_id == account_id).order_by(one.id)),
        *await rows(
            session,
            as_freelancer.where(of_order, Order.freelancer_id == account_id, one.answered_at.is_not(None)),
        ),
    ]
