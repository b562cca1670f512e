"""Who may write, and who may read what before it is public."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import lock
from twiza.kit.errors import NotFound
from twiza.orders.models import Order, OrderStatus, Party
from twiza.reviews.delays import WRITABLE_FOR
from twiza.reviews.models import Review


def visible_to(account_id: UUID | None) -> ColumnElement[bool]:
    """What is public, and one's own words before they are."""
    public = Review.counted.is_(True)
    return public if account_id is None else or_(public, Review.reviewer_id == account_id)


def may_still_write(status: OrderStatus, ended_at: datetime | None, now: datetime) -> bool:
    """Only of a finished order, and not for ever."""
    return status is OrderStatus.COMPLETED and ended_at is not None and now < ended_at + WRITABLE_FOR


async def locked_order(session: AsyncSession, order_id: UUID, by: UUID) -> tuple[Order, Party]:
    """The order, held, and the side on which this person stands; for strangers there is nothing here."""
    order = await lock(session, Order, order_id)
    party = order.party(by)
    if party is None:
        raise NotFound
    return order, party
