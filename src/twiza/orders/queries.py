"""Reads of orders: one of them whole, and the lists of one’s own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Text, bindparam, exists, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.shielding import masked
from twiza.orders.access import visible_to
from twiza.orders.allowing import moves
from twiza.orders.kinds import OrderStatus, Party
from twiza.orders.models import Order, OrderAnswer
from twiza.orders.people import Client, Freelancer, Person, as_json, person
from twiza.orders.rebuilding import rebuilt, whole
from twiza.orders.rooms import Room, RoomFile, room

__all__ = ["Listed", "OrderPage", "Room", "RoomFile", "mine", "room"]
PAGE = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """One order of a list, as `party` sees it."""

    order: Order
    party: Party
    other: Person
    questions_wait: bool

    @property
    def allowed_actions(self) -> list[str]:
        """The machine's moves; the order itself tells what else is possible."""
        return moves(self.order, self.party, questions_wait=self.questions_wait)


class OrderPage(NamedTuple):
    """Some orders, and where the older ones begin."""

    orders: Sequence[Listed]
    next: UUID | None


async def mine(
    connection: AsyncConnection | AsyncSession,
    account_id: UUID,
    *,
    role: Party | None = None,
    statuses: Sequence[OrderStatus] = (),
    after: UUID | None = None,
    limit: int = PAGE,
) -> OrderPage:
    """One's own orders, the newest first: as client, as freelancer, or both."""
    values: dict[str, Any] = {"account": account_id}
    if statuses:
        values["statuses"] = [status.value for status in statuses]
    if after:
        values["after"] = after
    statement = _mine(role, bool(statuses), after is not None, limit)
    rows = (await connection.execute(statement, values)).all()
    listed = [_listed(row.whole, row.client, row.freelancer, row.waits, account_id) for row in rows[:limit]]
    return OrderPage(listed, listed[-1].order.id if len(rows) > limit else None)


def _listed(told: Any, client: Any, freelancer: Any, waits: bool, account_id: UUID) -> Listed:
    order = rebuilt(Order, told)
    party = order.party(account_id) or Party.CLIENT
    if party is Party.CLIENT:
        order.title, order.package = masked(order.title), masked(order.package)
    other = person(freelancer if party is Party.CLIENT else client)
    return Listed(order, party, other, waits)


@lru_cache
def _mine(role: Party | None, by_status: bool, after: bool, limit: int) -> Select[*tuple[Any, ...]]:
    """Each combination of filters is one statement, built once."""
    account = bindparam("account", type_=Order.id.type)
    sides = {
        Party.CLIENT: Order.client_id == account,
        Party.FREELANCER: Order.freelancer_id == account,
    }
    waits = exists().where(
        OrderAnswer.order_id == Order.id, OrderAnswer.required.is_(True), OrderAnswer.answer == ""
    )
    statement: Select[*tuple[Any, ...]] = (
        select(
            whole(Order).label("whole"),
            as_json(Client).label("client"),
            as_json(Freelancer).label("freelancer"),
            waits.correlate(Order).label("waits"),
        )
        .join(Client, Client.id == Order.client_id)
        .join(Freelancer, Freelancer.id == Order.freelancer_id)
        .where(sides[role] if role else visible_to(account))
        .order_by(Order.id.desc())
        # A bound LIMIT doubles the database's work.
        .limit(literal_column(str(limit + 1)))
    )
    if by_status:
        wanted = bindparam("statuses", type_=ARRAY(Text))
        statement = statement.where(Order.status.cast(Text) == wanted.any_())
    return statement.where(Order.id < bindparam("after", type_=Order.id.type)) if after else statement
