"""The transfer goes straight from client to freelancer: one says that it was sent, the other whether it came."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.events import record
from twiza.orders import delays, reminders
from twiza.orders.actors import Actor
from twiza.orders.advancing import advance, check, check_alarm
from twiza.orders.answering import unanswered
from twiza.orders.attaching import attach
from twiza.orders.disputes import ruling
from twiza.orders.disputes.models import DisputeReason
from twiza.orders.events import PaymentConfirmed, PaymentRefused, PaymentSubmitted
from twiza.orders.models import FileRole, Order, PaymentProof
from twiza.orders.proofs import Transfer, used_before
from twiza.orders.states import CONFIRM_PAYMENT, REFUSE_PAYMENT, SUBMIT_PAYMENT
from twiza.orders.wording import reason as read_reason

_REFUSALS_BEFORE_A_DISPUTE = 2


async def submit_payment(
    session: AsyncSession,
    order_id: UUID,
    *,
    by: Actor,
    transfer: Transfer,
    receipt: UUID | None = None,
) -> Order:
    """The client has paid and says how; what looks odd is flagged to both, never refused."""
    order = await lock(session, Order, order_id)
    check(order, SUBMIT_PAYMENT, by)
    transfer.check(by)
    proof = PaymentProof(
        order_id=order.id,
        transaction_id=transfer.transaction_id,
        folded_transaction=transfer.folded,
        payer_name=transfer.payer_name,
        amount=transfer.amount,
        used_before=await used_before(session, transfer, order.id),
        amount_differs=transfer.amount != order.price,
        submitted_at=clock.now(),
    )
    session.add(proof)
    await session.flush()
    if receipt is not None and by.account_id is not None:
        files = [receipt]
        await attach(
            session, order, files, FileRole.RECEIPT, by=by.account_id, field="receipt", proof_id=proof.id
        )
    advance(session, order, SUBMIT_PAYMENT, by)
    order.proofs += 1
    order.payment_submitted_at = proof.submitted_at
    order.payment_answer_due_at = order.own_time + delays.PAYMENT_ANSWER
    reminders.rearm(order, reminders.PAYMENT)
    flagged = proof.used_before or proof.amount_differs
    record(session, PaymentSubmitted.of(order, by.account_id, amount=proof.amount, flagged=flagged))
    return order


async def refuse_payment(session: AsyncSession, order_id: UUID, *, by: Actor, reason: str) -> Order:
    """The freelancer says that nothing came; the second time an administrator looks into it."""
    order = await lock(session, Order, order_id)
    check(order, REFUSE_PAYMENT, by)
    said = read_reason(reason)
    proof = await _open_proof(session, order)
    proof.refused_at, proof.refusal = clock.now(), said
    order.payment_refusals += 1
    advance(session, order, REFUSE_PAYMENT, by, note=said)
    told = {"reason": said, "refusals": order.payment_refusals}
    record(session, PaymentRefused.of(order, by.account_id, **told))
    if order.payment_refusals >= _REFUSALS_BEFORE_A_DISPUTE:
        await ruling.open_by_rule(session, order, DisputeReason.PAYMENT_REFUSED)
    return order


async def confirm_payment(session: AsyncSession, order_id: UUID, *, by: Actor) -> Order:
    """The money is there; the work starts by itself soon, or once the client has answered what is needed for it."""
    order = await lock(session, Order, order_id)
    check(order, CONFIRM_PAYMENT, by)
    (await _open_proof(session, order)).verified = True
    advance(session, order, CONFIRM_PAYMENT, by)
    order.paid_at = clock.now()
    waits = delays.START_UNANSWERED if await unanswered(session, order.id) else delays.START
    order.starts_itself_at = order.own_time + waits
    record(session, PaymentConfirmed.of(order, by.account_id))
    return order


async def leave_unanswered(session: AsyncSession, order_id: UUID) -> Order:
    """The clock puts a declared payment that nobody answered before an administrator."""
    order = await lock(session, Order, order_id)
    check_alarm(order, order.payment_answer_due_at)
    await ruling.open_by_rule(session, order, DisputeReason.PAYMENT_UNANSWERED)
    return order


async def _open_proof(session: AsyncSession, order: Order) -> PaymentProof:
    waiting = (PaymentProof.order_id == order.id, PaymentProof.refused_at.is_(None))
    return (await session.execute(select(PaymentProof).where(*waiting))).scalar_one()
