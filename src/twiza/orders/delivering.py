"""Hand the work over."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.orders import delays, reminders, settling
from twiza.orders.actors import Actor
from twiza.orders.advancing import advance, check
from twiza.orders.attaching import attach
from twiza.orders.events import WorkSubmitted
from twiza.orders.models import Delivery, FileRole, Order
from twiza.orders.states import SUBMIT_WORK
from twiza.orders.wording import paragraphs

NO_NOTE = N_("Say a few words about what you deliver.")


async def submit_work(
    session: AsyncSession, order_id: UUID, *, by: Actor, note: str, files: Sequence[UUID] = ()
) -> Order:
    """The freelancer hands the work over, with a message and files; three silent days count as approval."""
    order = await lock(session, Order, order_id)
    check(order, SUBMIT_WORK, by)
    delivery = Delivery(
        order_id=order.id,
        number=await _next(session, order),
        note=paragraphs(note, field="note", missing=NO_NOTE),
        created_at=clock.now(),
    )
    session.add(delivery)
    await session.flush()
    if by.account_id is not None:
        await attach(session, order, files, FileRole.DELIVERY, by=by.account_id, delivery_id=delivery.id)
    advance(session, order, SUBMIT_WORK, by)
    order.delivered_at = clock.now()
    order.approves_itself_at = order.own_time + delays.APPROVAL
    reminders.rearm(order, reminders.APPROVAL)
    await settling.lapse(session, order)
    told = {"delivery_id": delivery.id, "number": delivery.number}
    record(session, WorkSubmitted.of(order, by.account_id, **told))
    return order


async def _next(session: AsyncSession, order: Order) -> int:
    last = await session.scalar(select(func.max(Delivery.number)).where(Delivery.order_id == order.id))
    return (last or 0) + 1
