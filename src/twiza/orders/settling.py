"""What else is over when the work is handed over or the order ends: open questions of more time, and claims."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.storage import FileRow
from twiza.orders.disputes.models import NonDeliveryClaim
from twiza.orders.models import Extension, FileRole, Order, OrderFile, OrderStatus


async def lapse(session: AsyncSession, order: Order) -> None:
    """Nobody needs more time any more, and nothing is missing."""
    now = clock.now()
    await session.execute(
        update(Extension)
        .where(Extension.order_id == order.id, Extension.answered_at.is_(None))
        .values(answered_at=now)
    )
    await close_claim(session, order)


async def close_claim(session: AsyncSession, order: Order) -> None:
    """The claim that nothing was delivered is answered by what just happened."""
    await session.execute(
        update(NonDeliveryClaim)
        .where(NonDeliveryClaim.order_id == order.id, NonDeliveryClaim.closed_at.is_(None))
        .values(closed_at=clock.now())
    )


async def settle(session: AsyncSession, order: Order) -> None:
    """The end of an order; what was delivered belongs to the client, who keeps it when the freelancer leaves."""
    await lapse(session, order)
    if order.status is OrderStatus.COMPLETED:
        delivered = select(OrderFile.file_id).where(
            OrderFile.order_id == order.id, OrderFile.role == FileRole.DELIVERY
        )
        await session.execute(
            update(FileRow).where(FileRow.id.in_(delivered)).values(owner_id=order.client_id)
        )
