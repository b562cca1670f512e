"""More time by agreement: one side asks for days, the other accepts or declines."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.states import WRONG_STATE
from twiza.orders import reminders, settling
from twiza.orders.actors import Actor
from twiza.orders.advancing import remember
from twiza.orders.events import ExtensionAnswered, ExtensionAsked
from twiza.orders.models import Extension, Order
from twiza.orders.states import WORKING
from twiza.orders.wording import reason as read_reason

MOST_DAYS = 90
WRONG_DAYS = N_("Ask for 1 to 90 days.")
ASKED_ALREADY = N_("More time was already asked for: it waits for an answer.")
ANSWERED_ALREADY = N_("This was already answered.")


async def ask(session: AsyncSession, order_id: UUID, *, by: Actor, days: int, reason: str) -> Extension:
    """Either side proposes more days while the work is under way; one proposal at a time."""
    order = await lock(session, Order, order_id)
    asker = _side(order, by)
    _check_under_way(order)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid({"days": WRONG_DAYS})
    said = read_reason(reason)
    waiting = (Extension.order_id == order.id, Extension.answered_at.is_(None))
    if await session.scalar(select(exists().where(*waiting))):
        raise Conflict(ASKED_ALREADY, code="already_asked")
    extension = Extension(order_id=order.id, by_id=asker, days=days, reason=said)
    session.add(extension)
    await session.flush()
    remember(session, order, "ask-extension", by, note=said)
    told = {"asked_by_id": asker, "asked_of_id": order.other(asker), "days": days, "reason": said}
    record(session, ExtensionAsked.of(order, asker, **told))
    return extension


async def accept(session: AsyncSession, extension_id: UUID, *, by: Actor) -> Extension:
    """The days count from the deadline, or from now when it has passed; an open claim is answered by it."""
    order, extension = await _answer(session, extension_id, by, accepted=True)
    order.due_at = max(order.due_at or order.own_time, order.own_time) + timedelta(days=extension.days)
    reminders.rearm(order, reminders.DELIVERY)
    await settling.close_claim(session, order)
    return extension


async def decline(session: AsyncSession, extension_id: UUID, *, by: Actor) -> Extension:
    """The deadline stays."""
    _order, extension = await _answer(session, extension_id, by, accepted=False)
    return extension


async def _answer(
    session: AsyncSession, extension_id: UUID, by: Actor, *, accepted: bool
) -> tuple[Order, Extension]:
    """Only the side that was asked answers."""
    order_id = await session.scalar(select(Extension.order_id).where(Extension.id == extension_id))
    if order_id is None:
        raise NotFound
    order = await lock(session, Order, order_id)
    side = _side(order, by)
    extension = await lock(session, Extension, extension_id)
    if extension.by_id == side:
        raise Forbidden
    if extension.answered_at is not None:
        raise Conflict(ANSWERED_ALREADY, code="already_answered")
    _check_under_way(order)
    extension.accepted, extension.answered_at = accepted, clock.now()
    remember(session, order, "accept-extension" if accepted else "decline-extension", by)
    told = {"asked_by_id": extension.by_id, "accepted": accepted, "days": extension.days}
    record(session, ExtensionAnswered.of(order, side, **told))
    return order, extension


def _side(order: Order, by: Actor) -> UUID:
    """One of the two people of this order."""
    by.party(order)
    if by.account_id is None or order.party(by.account_id) is None or by.part is not None:
        raise Forbidden
    return by.account_id


def _check_under_way(order: Order) -> None:
    if order.status not in WORKING:
        raise Conflict(WRONG_STATE, code="wrong_state")
