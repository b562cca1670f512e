"""Cancel an order that nobody has paid."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.db import lock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders import settling
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.advancing import advance, check, check_alarm
from twiza.orders.events import OrderCancelled
from twiza.orders.models import Order, Party
from twiza.orders.states import CANCEL
from twiza.orders.wording import LONGEST_REASON, paragraphs

PAYMENT_DECLARED = N_("The client has declared a payment for this order: only they can cancel it now.")


async def cancel(session: AsyncSession, order_id: UUID, *, by: Actor, reason: str = "") -> Order:
    """The client may, while nothing is confirmed; others only while the client never said that they paid.

    So nobody takes the money and walks away from the order.
    """
    order = await lock(session, Order, order_id)
    party = check(order, CANCEL, by)
    if by == CLOCK:
        check_alarm(order, order.cancels_itself_at)
    if party is not Party.CLIENT and order.proofs > 0:
        raise Conflict(PAYMENT_DECLARED, code="payment_declared")
    said = paragraphs(reason, field="reason", most=LONGEST_REASON)
    advance(session, order, CANCEL, by, note=said)
    await settling.settle(session, order)
    record(session, OrderCancelled.of(order, by.account_id, how=CANCEL.verb, reason=said))
    return order
