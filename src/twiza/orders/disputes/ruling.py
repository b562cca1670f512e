"""What every dispute has in common, whoever opens or closes it: it stops the order's time, and gives it back."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.events import record
from twiza.orders import delays
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.advancing import remember
from twiza.orders.disputes.models import Dispute, DisputeOutcome, DisputeReason, NonDeliveryClaim
from twiza.orders.events import DisputeClosed, DisputeOpened
from twiza.orders.models import Order

_ALARMS = (
    "starts_itself_at",
    "approves_itself_at",
    "cancels_itself_at",
    "payment_answer_due_at",
    "due_at",
)


async def open_by_rule(session: AsyncSession, order: Order, reason: DisputeReason) -> Dispute | None:
    """The rules put a locked order before an administrator, unless it is there already."""
    if order.disputed_at is not None:
        return None
    return await begin(session, order, reason, by=CLOCK)


async def begin(
    session: AsyncSession, order: Order, reason: DisputeReason, *, by: Actor, details: str = ""
) -> Dispute:
    """From now on the order's time stands still."""
    now = clock.now()
    dispute = Dispute(
        order_id=order.id,
        opened_by_id=by.account_id,
        reason=reason,
        details=details,
        answer_due_at=now + delays.DISPUTE_ANSWER,
        created_at=now,
    )
    session.add(dispute)
    await session.flush()
    order.disputed_at = now
    if reason is DisputeReason.PAYMENT_UNANSWERED and order.payment_answer_due_at is not None:
        # If the dispute is dismissed, the freelancer has the whole time again.
        order.payment_answer_due_at = now + delays.PAYMENT_ANSWER
    remember(session, order, "open-dispute", by, note=details)
    told = {"dispute_id": dispute.id, "opened_by_id": by.account_id, "reason": reason.value}
    record(session, DisputeOpened.of(order, by.account_id, **told))
    return dispute


async def open_dispute_of(session: AsyncSession, order_id: UUID) -> Dispute | None:
    """The dispute that waits for its decision."""
    waiting = (Dispute.order_id == order_id, Dispute.closed_at.is_(None))
    return await session.scalar(select(Dispute).where(*waiting))


async def close_open(
    session: AsyncSession, order: Order, outcome: DisputeOutcome, by: Actor, decision: str
) -> Dispute | None:
    """Write the decision down; the order's time goes on where it had stopped."""
    dispute = await open_dispute_of(session, order.id)
    if dispute is None:
        return None
    dispute.outcome, dispute.decision = outcome, decision
    dispute.closed_by_id, dispute.closed_at = by.account_id, clock.now()
    await _resume(session, order)
    told = {"dispute_id": dispute.id, "outcome": outcome.value, "decision": decision}
    record(session, DisputeClosed.of(order, by.account_id, **told))
    return dispute


async def _resume(session: AsyncSession, order: Order) -> None:
    """Whatever was still to come when the time stopped gets the rest of its time back."""
    stopped_at, order.disputed_at = order.disputed_at, None
    if stopped_at is None or order.has_ended:
        return
    pause = clock.now() - stopped_at
    for name in _ALARMS:
        moment = getattr(order, name)
        if moment is not None and moment > stopped_at:
            setattr(order, name, moment + pause)
    await _postpone_claim(session, order, pause)


async def _postpone_claim(session: AsyncSession, order: Order, pause: timedelta) -> None:
    open_claim = (NonDeliveryClaim.order_id == order.id, NonDeliveryClaim.closed_at.is_(None))
    claim = await session.scalar(select(NonDeliveryClaim).where(*open_claim))
    if claim is not None:
        claim.answer_due_at += pause
