"""The administrators' queue of disputes, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, literal_column, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.orders.disputes.models import Dispute, DisputeOutcome, DisputeReason, DisputeStatement
from twiza.orders.kinds import OrderStatus
from twiza.orders.models import Order

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One dispute of the queue, and who has given their side."""

    id: UUID
    order_id: UUID
    reference: str
    title: str
    price: int
    status: OrderStatus
    client_id: UUID
    freelancer_id: UUID
    reason: DisputeReason
    opened_by_id: UUID | None
    owner_id: UUID | None
    answer_due_at: datetime
    created_at: datetime
    client_stated: bool
    freelancer_stated: bool

    @property
    def prepared(self) -> DisputeOutcome | None:
        """What the rules have prepared, so that an administrator only says yes."""
        return Dispute(opened_by_id=self.opened_by_id, reason=self.reason).prepared_in(self.status)


class QueuePage(NamedTuple):
    """Some disputes, and after which one the less urgent begin."""

    disputes: Sequence[Waiting]
    next: UUID | None


async def waiting(
    connection: AsyncConnection | AsyncSession, *, after: UUID | None = None, limit: int = PAGE
) -> QueuePage:
    """Open disputes by the end of the time to answer."""
    statement = _waiting(after is not None, limit)
    rows = (await connection.execute(statement, {"after": after} if after else {})).all()
    found = [Waiting(*row) for row in rows]
    return QueuePage(found[:limit], found[limit - 1].id if len(found) > limit else None)


@lru_cache
def _waiting(after: bool, limit: int) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            Dispute.id,
            Order.id,
            Order.reference,
            Order.title,
            Order.price,
            Order.status,
            Order.client_id,
            Order.freelancer_id,
            Dispute.reason,
            Dispute.opened_by_id,
            Dispute.owner_id,
            Dispute.answer_due_at,
            Dispute.created_at,
            _stated_by(Order.client_id),
            _stated_by(Order.freelancer_id),
        )
        .join(Order, Order.id == Dispute.order_id)
        .where(Dispute.closed_at.is_(None))
        .order_by(Dispute.answer_due_at, Dispute.id)
        .limit(literal_column(str(limit + 1)))
    )
    if not after:
        return statement
    earlier = select(Dispute.answer_due_at).where(Dispute.id == bindparam("after")).scalar_subquery()
    return statement.where(tuple_(Dispute.answer_due_at, Dispute.id) > tuple_(earlier, bindparam("after")))


def _stated_by(side: Any) -> Any:
    """Whoever opened it has said what they had to say."""
    said = exists().where(DisputeStatement.dispute_id == Dispute.id, DisputeStatement.by_id == side)
    return or_(Dispute.opened_by_id == side, said.correlate(Dispute, Order))
