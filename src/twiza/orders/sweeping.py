"""What the clock does to orders and offers: found unlocked, then one at a time, each looked at again under its lock."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from twiza.kit import clock
from twiza.kit.db import Base, primary_key, reading, unit_of_work
from twiza.kit.errors import DomainError
from twiza.orders import approving, cancelling, paying, reminders, starting
from twiza.orders.actors import CLOCK
from twiza.orders.disputes import claiming
from twiza.orders.disputes.models import NonDeliveryClaim
from twiza.orders.models import Order
from twiza.orders.offers import withdrawing
from twiza.orders.offers.models import Offer, OfferStatus

log = structlog.get_logger()
Act = Callable[[AsyncSession, UUID], Awaitable[object]]
_AT_ONCE = literal_column("500")


async def start_paid() -> int:
    """Paid orders start by themselves."""
    return await _each(
        Order,
        _rung(Order.starts_itself_at),
        lambda session, found: starting.start(session, found, by=CLOCK),
    )


async def approve_silent() -> int:
    """Deliveries that nobody says anything about are approved."""
    return await _each(
        Order,
        _rung(Order.approves_itself_at),
        lambda session, found: approving.approve(session, found, by=CLOCK),
    )


async def cancel_unpaid() -> int:
    """Orders that nobody ever paid are cancelled."""
    return await _each(
        Order,
        _rung(Order.cancels_itself_at),
        lambda session, found: cancelling.cancel(session, found, by=CLOCK),
    )


async def dispute_unanswered() -> int:
    """Declared payments that the freelancer left unanswered go before an administrator."""
    return await _each(Order, _rung(Order.payment_answer_due_at), paying.leave_unanswered)


async def dispute_undelivered() -> int:
    """Claims that nobody answered go before an administrator, the cancellation prepared."""
    waiting = (NonDeliveryClaim.closed_at.is_(None), NonDeliveryClaim.answer_due_at <= clock.now())
    return await _each(NonDeliveryClaim, waiting, claiming.leave_unanswered)


async def remind() -> int:
    """Whoever's turn it is hears of it."""
    return sum([await _remind(one) for one in reminders.REMINDERS])


async def expire_offers() -> int:
    """Offers that nobody answered in time."""
    over = (Offer.status == OfferStatus.PROPOSED, Offer.expires_at <= clock.now())
    return await _each(Offer, over, withdrawing.expire)


async def _remind(reminder: reminders.Reminder) -> int:
    return await _each(
        Order,
        (reminder.wanted(),),
        lambda session, found: reminders.remind(session, found, reminder),
    )


def _rung(alarm: InstrumentedAttribute[datetime | None]) -> tuple[ColumnElement[bool], ...]:
    return alarm <= clock.now(), Order.disputed_at.is_(None)


async def _each(model: type[Base], where: tuple[ColumnElement[bool], ...], act: Act) -> int:
    """One transaction each: a single order that can't be dealt with holds up no other."""
    row_id = primary_key(model)
    async with reading() as connection:
        found = (
            await connection.scalars(select(row_id).where(*where).order_by(row_id).limit(_AT_ONCE))
        ).all()
    done = 0
    faults: list[Exception] = []
    for one in found:
        try:
            async with unit_of_work() as session:
                await act(session, one)
            done += 1
        except DomainError as moved_on:
            # Somebody was faster, or the order has changed since it was found.
            log.info("the clock was too late", subject=str(one), code=moved_on.code)
        except Exception as fault:  # noqa: BLE001  raised below, once the others had their turn
            faults.append(fault)
    if faults:
        raise ExceptionGroup("The clock could not deal with some of them", faults)
    return done
