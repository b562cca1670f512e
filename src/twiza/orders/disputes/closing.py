"""An administrator takes a dispute on, and closes it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import audit
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, NotFound
from twiza.kit.i18n import N_
from twiza.orders import forcing
from twiza.orders.actors import Actor
from twiza.orders.advancing import remember
from twiza.orders.disputes import ruling
from twiza.orders.disputes.models import Dispute, DisputeOutcome
from twiza.orders.disputes.stating import CLOSED
from twiza.orders.models import Order
from twiza.orders.wording import reason as read_reason

ORDER_OPEN = N_("The order is still open: finish it, cancel it, or dismiss the dispute.")
ORDER_ENDED = N_("The order has ended and stays as it is: uphold the complaint, or dismiss it.")
_FORCE = {
    DisputeOutcome.FORCE_COMPLETE: forcing.force_complete,
    DisputeOutcome.FORCE_CANCEL: forcing.force_cancel,
}


async def close(
    session: AsyncSession, dispute_id: UUID, *, by: Actor, outcome: DisputeOutcome, decision: str
) -> Dispute:
    """Force the end, or dismiss: then the clock goes on. After the end only the record changes."""
    order, dispute = await _taken_up(session, dispute_id, by)
    said = read_reason(decision, field="decision")
    if order.has_ended and outcome in _FORCE:
        raise Conflict(ORDER_ENDED, code="order_ended")
    if not order.has_ended and outcome is DisputeOutcome.UPHELD:
        raise Conflict(ORDER_OPEN, code="order_open")
    if force := _FORCE.get(outcome):
        await force(session, order.id, by=by, reason=said)
        return dispute
    remember(session, order, "close-dispute", by, note=said)
    await ruling.close_open(session, order, outcome, by, said)
    if by.account_id is not None:
        details = {"reference": order.reference, "outcome": outcome.value}
        await audit.write(session, by.account_id, "close-dispute", "order", order.id, said, details)
    return dispute


async def take(session: AsyncSession, dispute_id: UUID, *, by: Actor) -> Dispute:
    """An administrator looks after it from now on; others see who does."""
    _order, dispute = await _taken_up(session, dispute_id, by)
    dispute.owner_id = by.account_id
    return dispute


async def leave(session: AsyncSession, dispute_id: UUID, *, by: Actor) -> Dispute:
    """Nobody looks after it any more: the next one may take it."""
    _order, dispute = await _taken_up(session, dispute_id, by)
    if dispute.owner_id == by.account_id:
        dispute.owner_id = None
    return dispute


async def _taken_up(session: AsyncSession, dispute_id: UUID, by: Actor) -> tuple[Order, Dispute]:
    order_id = await session.scalar(select(Dispute.order_id).where(Dispute.id == dispute_id))
    if order_id is None:
        raise NotFound
    order = await lock(session, Order, order_id)
    await forcing.check_judge(session, order, by)
    dispute = await lock(session, Dispute, dispute_id)
    if dispute.closed_at is not None:
        raise Conflict(CLOSED, code="dispute_closed")
    return order, dispute
