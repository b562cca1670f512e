"""What orders do when something happens: open pages read again, and nobody leaves others with half an order."""

from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import deleting
from twiza.accounts.events import AccountBanned, AccountDeleted
from twiza.kit import bus
from twiza.kit.errors import Conflict
from twiza.kit.events import on
from twiza.kit.i18n import N_
from twiza.kit.tasks import enqueue
from twiza.orders import events, tasks
from twiza.orders.access import visible_to
from twiza.orders.disputes.models import Dispute
from twiza.orders.models import Order, PaymentProof

OPEN_ORDERS = N_(
    "You still have orders that aren’t finished, or a dispute. Finish or cancel them first, "
    "then you can delete your account."
)


async def show_both(session: AsyncSession, event: events.OrderEvent) -> None:
    """The pages of both sides read the order again."""
    told = {"type": "order", "id": str(event.order_id)}
    both = (event.client_id, event.freelancer_id)
    await bus.publish_all(session, {f"account:{account_id}": told for account_id in both})


for kind in events.OrderEvent.__subclasses__():
    on(kind)(show_both)


@on(AccountBanned)
async def put_before_admin(session: AsyncSession, event: AccountBanned) -> None:
    """Whatever is still open with this person is settled, one order at a time."""
    await enqueue(session, tasks.settle_orders_of, event.account_id)


@deleting.before_leaving
async def refuse_with_open_orders(session: AsyncSession, account_id: UUID) -> None:
    """Money or work of others is at stake as long as an order is open or disputed."""
    disputed = exists().where(Dispute.order_id == Order.id, Dispute.closed_at.is_(None))
    unfinished = or_(Order.ended_at.is_(None), disputed)
    if await session.scalar(select(exists().where(visible_to(account_id), unfinished))):
        raise Conflict(OPEN_ORDERS, code="open_orders")


@on(AccountDeleted)
async def forget(session: AsyncSession, event: AccountDeleted) -> None:
    """The record of an order stays; the name on its transfers goes, and so does whatever was proposed."""
    await enqueue(session, tasks.settle_orders_of, event.account_id)
    paid = select(Order.id).where(Order.client_id == event.account_id)
    await session.execute(update(PaymentProof).where(PaymentProof.order_id.in_(paid)).values(payer_name=""))
