"""An administrator ends an order, one way or the other, with a reason that both sides read."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import audit
from twiza.accounts.access import admin_with
from twiza.accounts.models import Permission
from twiza.kit.db import lock
from twiza.kit.errors import Forbidden
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.states import Move
from twiza.orders import settling
from twiza.orders.actors import Actor
from twiza.orders.advancing import advance, check
from twiza.orders.disputes import ruling
from twiza.orders.disputes.models import DisputeOutcome
from twiza.orders.events import OrderCancelled, OrderCompleted
from twiza.orders.models import Order, Party
from twiza.orders.states import FORCE_CANCEL, FORCE_COMPLETE
from twiza.orders.wording import reason as read_reason

OWN_ORDER = N_("You take part in this order: another administrator has to decide.")


async def force_complete(session: AsyncSession, order_id: UUID, *, by: Actor, reason: str) -> Order:
    """End it as finished; an open dispute is closed by it."""
    order = await _force(session, order_id, FORCE_COMPLETE, by, reason)
    record(session, OrderCompleted.of(order, by.account_id, how=FORCE_COMPLETE.verb))
    return order


async def force_cancel(session: AsyncSession, order_id: UUID, *, by: Actor, reason: str) -> Order:
    """End it as cancelled; an open dispute is closed by it."""
    order = await _force(session, order_id, FORCE_CANCEL, by, reason)
    told = {"how": FORCE_CANCEL.verb, "reason": reason.strip()}
    record(session, OrderCancelled.of(order, by.account_id, **told))
    return order


async def check_judge(session: AsyncSession, order: Order, by: Actor) -> UUID:
    """An administrator of support who isn't one of the two; other parts of the order may not judge it."""
    if by.party(order) is not Party.ADMIN or by.account_id is None:
        raise Forbidden
    admin = await admin_with(session, by.account_id, Permission.SUPPORT)
    if order.party(admin.id) is not None:
        raise Forbidden(OWN_ORDER, code="own_order")
    return admin.id


async def _force(session: AsyncSession, order_id: UUID, move: Move, by: Actor, reason: str) -> Order:
    order = await lock(session, Order, order_id)
    by.party(order)
    if by.part is Party.ADMIN:
        await check_judge(session, order, by)
    check(order, move, by)
    said = read_reason(reason)
    advance(session, order, move, by, note=said)
    await settling.settle(session, order)
    await ruling.close_open(session, order, DisputeOutcome(move.verb), by, said)
    details = {"reference": order.reference}
    if by.account_id is not None:
        await audit.write(session, by.account_id, move.verb, "order", order.id, said, details)
    return order
