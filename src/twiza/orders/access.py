"""Who sees an order: its two people. For everybody else there is none; administrators have their own way in."""

from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.errors import NotFound
from twiza.orders.models import Order


def visible_to(account_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """The orders of this account, on either side of the table."""
    return or_(Order.client_id == account_id, Order.freelancer_id == account_id)


async def seen(session: AsyncSession, order_id: UUID, account_id: UUID) -> Order:
    """The order, if this person takes part in it."""
    found = await session.scalar(select(Order).where(Order.id == order_id, visible_to(account_id)))
    if found is None:
        raise NotFound
    return found
