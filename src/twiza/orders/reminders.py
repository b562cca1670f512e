"""Reminders: whose turn it is hears of it once per alarm; the order keeps which were sent, as bits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.orders import delays
from twiza.orders.advancing import NOT_YET
from twiza.orders.events import OrderReminded
from twiza.orders.models import Order, OrderAnswer, OrderStatus, Party

PAYMENT, QUESTIONS, DELIVERY, APPROVAL = 1, 2, 4, 8
_REQUIRED = exists().where(
    OrderAnswer.order_id == Order.id, OrderAnswer.required.is_(True), OrderAnswer.answer == ""
)


@dataclass(frozen=True)
class Reminder:
    """What is reminded of, of whom, and when: `due` says it of a row in SQL, from the moment given."""

    about: str
    bit: int
    status: OrderStatus
    recipient: Party
    due: Callable[[datetime], ColumnElement[bool]]

    def wanted(self) -> ColumnElement[bool]:
        """The orders whose reminder hasn't been sent; a dispute silences them all."""
        return and_(
            Order.status == self.status,
            Order.disputed_at.is_(None),
            Order.reminded.op("&")(self.bit) == 0,
            self.due(clock.now()),
        )


def _payment(now: datetime) -> ColumnElement[bool]:
    """A day after the payment was declared."""
    return Order.payment_answer_due_at <= now + delays.PAYMENT_ANSWER - delays.PAYMENT_REMINDER


def _questions(now: datetime) -> ColumnElement[bool]:
    """A day after the payment was confirmed, while answers are missing."""
    waits = delays.START_UNANSWERED - delays.START
    return and_(Order.starts_itself_at > now, Order.starts_itself_at <= now + waits, _REQUIRED)


def _delivery(now: datetime) -> ColumnElement[bool]:
    """A day before the deadline; whoever had only a day needs no reminder."""
    return and_(
        Order.due_at > now,
        Order.due_at <= now + delays.REMIND_BEFORE,
        Order.due_at > Order.started_at + delays.REMIND_BEFORE,
    )


def _approval(now: datetime) -> ColumnElement[bool]:
    """A day before silence counts as approval."""
    return Order.approves_itself_at <= now + delays.REMIND_BEFORE


REMINDERS = (
    Reminder("payment", PAYMENT, OrderStatus.PAYMENT_SUBMITTED, Party.FREELANCER, _payment),
    Reminder("questions", QUESTIONS, OrderStatus.PAYMENT_CONFIRMED, Party.CLIENT, _questions),
    Reminder("delivery", DELIVERY, OrderStatus.IN_PROGRESS, Party.FREELANCER, _delivery),
    Reminder("approval", APPROVAL, OrderStatus.SUBMITTED, Party.CLIENT, _approval),
)


async def remind(session: AsyncSession, order_id: UUID, reminder: Reminder) -> Order:
    """Once: the order is looked at again under its lock."""
    order = await lock(session, Order, order_id)
    still = await session.scalar(select(Order.id).where(Order.id == order_id, reminder.wanted()))
    if still is None:
        raise Conflict(NOT_YET, code="not_yet")
    order.reminded |= reminder.bit
    recipient = order.client_id if reminder.recipient is Party.CLIENT else order.freelancer_id
    record(session, OrderReminded.of(order, None, about=reminder.about, recipient_id=recipient))
    return order


def rearm(order: Order, bit: int) -> None:
    """A new alarm may be reminded of again."""
    order.reminded &= ~bit
