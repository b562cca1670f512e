"""Approve the work: the order is finished."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import lock
from twiza.kit.events import record
from twiza.orders import settling
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.advancing import advance, check, check_alarm
from twiza.orders.events import OrderCompleted
from twiza.orders.models import Order
from twiza.orders.states import APPROVE


async def approve(session: AsyncSession, order_id: UUID, *, by: Actor) -> Order:
    """The client is content; after three silent days the clock says so, unless a dispute is open."""
    order = await lock(session, Order, order_id)
    check(order, APPROVE, by)
    if by == CLOCK:
        check_alarm(order, order.approves_itself_at)
    advance(session, order, APPROVE, by)
    await settling.settle(session, order)
    record(session, OrderCompleted.of(order, by.account_id, how=APPROVE.verb))
    return order
