"""What the clock does to orders and offers."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from twiza.kit import clock
from twiza.kit.sweeping import each
from twiza.orders import approving, cancelling, paying, reminders, starting
from twiza.orders.actors import CLOCK
from twiza.orders.disputes import claiming
from twiza.orders.disputes.models import NonDeliveryClaim
from twiza.orders.models import Order
from twiza.orders.offers import withdrawing
from twiza.orders.offers.models import Offer, OfferStatus


async def start_paid() -> int:
    """Paid orders start by themselves."""
    return await each(
        Order,
        _rung(Order.starts_itself_at),
        lambda session, found: starting.start(session, found, by=CLOCK),
    )


async def approve_silent() -> int:
    """Deliveries that nobody says anything about are approved."""
    return await each(
        Order,
        _rung(Order.approves_itself_at),
        lambda session, found: approving.approve(session, found, by=CLOCK),
    )


async def cancel_unpaid() -> int:
    """Orders that nobody ever paid are cancelled."""
    return await each(
        Order,
        _rung(Order.cancels_itself_at),
        lambda session, found: cancelling.cancel(session, found, by=CLOCK),
    )


async def dispute_unanswered() -> int:
    """Declared payments that the freelancer left unanswered go before an administrator."""
    return await each(Order, _rung(Order.payment_answer_due_at), paying.leave_unanswered)


async def dispute_undelivered() -> int:
    """Claims that nobody answered go before an administrator, the cancellation prepared."""
    waiting = (NonDeliveryClaim.closed_at.is_(None), NonDeliveryClaim.answer_due_at <= clock.now())
    return await each(NonDeliveryClaim, waiting, claiming.leave_unanswered)


async def remind() -> int:
    """Whoever's turn it is hears of it."""
    return sum([await _remind(one) for one in reminders.REMINDERS])


async def expire_offers() -> int:
    """Offers that nobody answered in time."""
    over = (Offer.status == OfferStatus.PROPOSED, Offer.expires_at <= clock.now())
    return await each(Offer, over, withdrawing.expire)


async def _remind(reminder: reminders.Reminder) -> int:
    return await each(
        Order,
        (reminder.wanted(),),
        lambda session, found: reminders.remind(session, found, reminder),
    )


def _rung(alarm: InstrumentedAttribute[datetime | None]) -> tuple[ColumnElement[bool], ...]:
    return alarm <= clock.now(), Order.disputed_at.is_(None)
