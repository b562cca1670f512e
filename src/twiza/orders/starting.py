"""Start the work: the delivery days begin to count."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.advancing import advance, check, check_alarm
from twiza.orders.answering import unanswered
from twiza.orders.events import OrderStarted
from twiza.orders.models import Order
from twiza.orders.states import START

UNANSWERED = N_("The client hasn’t answered all your questions yet: the work starts once they have.")


async def start(session: AsyncSession, order_id: UUID, *, by: Actor) -> Order:
    """The freelancer begins, once the required questions are answered; the clock begins for whoever waited.

    The clock's alarm already gave a client who owes answers longer; a week after the payment it starts without
    them, since a silent client must not hold the freelancer for ever.
    """
    order = await lock(session, Order, order_id)
    check(order, START, by)
    if by == CLOCK:
        check_alarm(order, order.starts_itself_at)
    elif await unanswered(session, order.id):
        raise Conflict(UNANSWERED, code="questions_unanswered")
    advance(session, order, START, by)
    order.started_at = clock.now()
    order.due_at = due_at = order.own_time + timedelta(days=order.delivery_days)
    record(session, OrderStarted.of(order, by.account_id, due_at=due_at.isoformat()))
    return order
