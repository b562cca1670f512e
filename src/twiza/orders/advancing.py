"""The one place that changes an order's status, and the history that every act adds to."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.i18n import N_
from twiza.kit.states import Move
from twiza.orders.actors import Actor
from twiza.orders.models import Order, OrderChange, OrderStatus, Party

NOT_YET = N_("It is too early for this: the other side still has time.")


def check(order: Order, move: Move, by: Actor) -> Party:
    """Refuse strangers with 404, the wrong party with 403, the wrong state with 409, before anything is read."""
    party = by.party(order)
    move.check(order.status, party)
    return party


def advance(session: AsyncSession, order: Order, move: Move, by: Actor, *, note: str = "") -> Party:
    """Take the step: status, history and alarms together; nothing else writes a status."""
    party = check(order, move, by)
    was, order.status = order.status, OrderStatus(move.target)
    silence(order)
    if order.has_ended:
        order.ended_at = clock.now()
    remember(session, order, move.verb, by, note=note, was=was)
    return party


def silence(order: Order) -> None:
    """No alarm outlives the state it was set in."""
    order.starts_itself_at = order.approves_itself_at = None
    order.cancels_itself_at = order.payment_answer_due_at = None


def check_alarm(order: Order, alarm: datetime | None) -> None:
    """The clock acts when its alarm has rung, and never during a dispute."""
    if order.disputed_at is not None or alarm is None or alarm > clock.now():
        raise Conflict(NOT_YET, code="not_yet")


def remember(
    session: AsyncSession,
    order: Order,
    verb: str,
    by: Actor,
    *,
    note: str = "",
    was: OrderStatus | None = None,
    first: bool = False,
) -> None:
    """Add a line to the history; without `was` the status stays, and `first` begins the order's life."""
    change = OrderChange(
        order_id=order.id,
        verb=verb,
        party=by.party(order),
        actor_id=by.account_id,
        from_status=None if first else was or order.status,
        to_status=order.status,
        note=note,
        at=clock.now(),
    )
    session.add(change)
