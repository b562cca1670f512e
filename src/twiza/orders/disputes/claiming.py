"""The deadline passed without work: the client says so, the freelancer answers, or an administrator gets it."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.states import WRONG_STATE
from twiza.orders import delays
from twiza.orders.actors import Actor
from twiza.orders.advancing import check_alarm, remember
from twiza.orders.disputes import ruling
from twiza.orders.disputes.models import DisputeReason, NonDeliveryClaim
from twiza.orders.events import ClaimAnswered, NonDeliveryClaimed
from twiza.orders.models import Order, OrderStatus, Party
from twiza.orders.wording import paragraphs

NOT_LATE = N_("The deadline hasn’t passed yet.")
CLAIMED_ALREADY = N_(
    "You have already said so for this deadline. If the answer isn’t enough, open a dispute."
)
DISPUTED = N_("A dispute is open: an administrator decides.")
ANSWERED_ALREADY = N_("This was already answered.")
NO_ANSWER = N_("Write your answer: the client will read it.")


async def claim(session: AsyncSession, order_id: UUID, *, by: Actor, details: str = "") -> NonDeliveryClaim:
    """The client, once per missed deadline, while nothing was ever handed over; what needs changes is for disputes."""
    order = await lock(session, Order, order_id)
    if by.party(order) is not Party.CLIENT:
        raise Forbidden
    await _check_late(session, order)
    said = paragraphs(details, field="details")
    now = clock.now()
    claimed = NonDeliveryClaim(
        order_id=order.id, details=said, answer_due_at=now + delays.CLAIM_ANSWER, created_at=now
    )
    session.add(claimed)
    await session.flush()
    remember(session, order, "claim-non-delivery", by, note=said)
    record(session, NonDeliveryClaimed.of(order, by.account_id, claim_id=claimed.id))
    return claimed


async def answer(session: AsyncSession, claim_id: UUID, *, by: Actor, answer: str) -> NonDeliveryClaim:
    """The freelancer explains; handing the work over is the better answer."""
    order, claimed = await _open_claim(session, claim_id)
    if by.party(order) is not Party.FREELANCER:
        raise Forbidden
    if claimed.closed_at is not None:
        raise Conflict(ANSWERED_ALREADY, code="already_answered")
    claimed.answer = paragraphs(answer, field="answer", missing=NO_ANSWER)
    claimed.answered_at = claimed.closed_at = clock.now()
    remember(session, order, "answer-claim", by, note=claimed.answer)
    record(session, ClaimAnswered.of(order, by.account_id, claim_id=claim_id))
    return claimed


async def leave_unanswered(session: AsyncSession, claim_id: UUID) -> NonDeliveryClaim:
    """The clock: 72 hours without an answer prepare a cancellation, which waits for an administrator."""
    order, claimed = await _open_claim(session, claim_id)
    check_alarm(order, None if claimed.closed_at else claimed.answer_due_at)
    dispute = await ruling.open_by_rule(session, order, DisputeReason.NOT_DELIVERED)
    claimed.dispute_id = dispute.id if dispute else None
    claimed.closed_at = clock.now()
    return claimed


async def _check_late(session: AsyncSession, order: Order) -> None:
    if order.status is not OrderStatus.IN_PROGRESS:
        raise Conflict(WRONG_STATE, code="wrong_state")
    if order.disputed_at is not None:
        raise Conflict(DISPUTED, code="already_disputed")
    if not order.is_late:
        raise Conflict(NOT_LATE, code="not_late")
    if await was_claimed(session, order):
        raise Conflict(CLAIMED_ALREADY, code="already_claimed")


async def was_claimed(session: AsyncSession, order: Order) -> bool:
    """Whether this deadline was already complained of."""
    since = (NonDeliveryClaim.order_id == order.id, NonDeliveryClaim.created_at >= order.due_at)
    return bool(await session.scalar(select(exists().where(*since))))


async def _open_claim(session: AsyncSession, claim_id: UUID) -> tuple[Order, NonDeliveryClaim]:
    order_id = await session.scalar(select(NonDeliveryClaim.order_id).where(NonDeliveryClaim.id == claim_id))
    if order_id is None:
        raise NotFound
    order = await lock(session, Order, order_id)
    return order, await lock(session, NonDeliveryClaim, claim_id)
