"""The client answers the gig's questions, so that the work can start."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.states import WRONG_STATE
from twiza.orders import delays
from twiza.orders.actors import Actor
from twiza.orders.advancing import remember
from twiza.orders.events import QuestionsAnswered
from twiza.orders.models import Order, OrderAnswer, OrderStatus, Party
from twiza.orders.states import BEFORE_THE_START
from twiza.orders.wording import paragraphs

LONGEST_ANSWER = 2_000
NO_ANSWER = N_("Write at least one answer.")


async def answer_questions(
    session: AsyncSession, order_id: UUID, *, by: Actor, answers: Mapping[UUID, str]
) -> Order:
    """Until the work starts answers may change; afterwards only what was left open can still be answered."""
    order = await lock(session, Order, order_id)
    if by.party(order) is not Party.CLIENT:
        raise Forbidden
    if order.has_ended:
        raise Conflict(WRONG_STATE, code="wrong_state")
    asked = {
        row.id: row
        for row in await session.scalars(select(OrderAnswer).where(OrderAnswer.order_id == order.id))
    }
    given = written = 0
    for question_id, text in answers.items():
        said = paragraphs(text, field=f"answers.{question_id}", most=LONGEST_ANSWER)
        row = asked.get(question_id)
        if row is None or not said or (row.answer and order.status not in BEFORE_THE_START):
            continue
        given += 1
        if row.answer != said:
            row.answer, row.answered_at = said, clock.now()
            written += 1
    if not given:
        raise Invalid({"answers": NO_ANSWER})
    if not written:
        # A form that was sent twice: nobody is told again.
        return order
    remember(session, order, "answer-questions", by)
    complete = not any(row.required and not row.answer for row in asked.values())
    if complete:
        _let_it_start(order)
    record(session, QuestionsAnswered.of(order, by.account_id, complete=complete))
    return order


async def unanswered(session: AsyncSession, order_id: UUID) -> int:
    """How many required questions wait for an answer."""
    waiting = (OrderAnswer.order_id == order_id, OrderAnswer.required.is_(True), OrderAnswer.answer == "")
    return await session.scalar(select(func.count()).select_from(OrderAnswer).where(*waiting)) or 0


def _let_it_start(order: Order) -> None:
    """The clock had given the client longer; now it starts the work when it would have."""
    if order.status is OrderStatus.PAYMENT_CONFIRMED and order.paid_at is not None:
        order.starts_itself_at = max(order.paid_at + delays.START, order.own_time)
