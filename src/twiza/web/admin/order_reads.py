"""What administrators read of orders: everybody's, to find one, and the queue of disputes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from twiza.accounts import finding
from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.orders.disputes.models import Dispute, DisputeReason
from twiza.orders.models import Order, OrderStatus

PAGE = 30
_REFERENCE = 6
_Client, _Freelancer, _Owner = aliased(Account), aliased(Account), aliased(Account)


def _name(account: type[Account]) -> ColumnElement[str]:
    return func.concat_ws(" ", account.first_name, account.last_name)


@dataclass(frozen=True, slots=True)
class Line:
    """One order of the list."""

    id: UUID
    reference: str
    title: str
    client: str
    freelancer: str
    status: OrderStatus
    disputed_at: datetime | None
    due_at: datetime | None
    price: int
    created_at: datetime

    @property
    def is_late(self) -> bool:
        late = self.due_at is not None and self.due_at < clock.now()
        return late and self.status is OrderStatus.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Queued:
    """One dispute of the queue."""

    id: UUID
    reference: str
    title: str
    client: str
    freelancer: str
    reason: DisputeReason
    answer_due_at: datetime
    owner_id: UUID | None
    owner: str | None
    closed_at: datetime | None


class Filters(NamedTuple):
    """What an administrator looks for; empty means any."""

    words: str = ""
    status: OrderStatus | None = None
    disputed: bool = False


_LINES = (
    select(
        Order.id,
        Order.reference,
        Order.title,
        _name(_Client).label("client"),
        _name(_Freelancer).label("freelancer"),
        Order.status,
        Order.disputed_at,
        Order.due_at,
        Order.price,
        Order.created_at,
    )
    .join(_Client, _Client.id == Order.client_id)
    .join(_Freelancer, _Freelancer.id == Order.freelancer_id)
    .order_by(Order.id.desc())
    .limit(literal_column(str(PAGE + 1)))
)
_QUEUE = (
    select(
        Dispute.id,
        Order.reference,
        Order.title,
        _name(_Client).label("client"),
        _name(_Freelancer).label("freelancer"),
        Dispute.reason,
        Dispute.answer_due_at,
        Dispute.owner_id,
        func.nullif(_name(_Owner), literal_column("''")).label("owner"),
        Dispute.closed_at,
    )
    .join(Order, Order.id == Dispute.order_id)
    .join(_Client, _Client.id == Order.client_id)
    .join(_Freelancer, _Freelancer.id == Order.freelancer_id)
    .outerjoin(_Owner, _Owner.id == Dispute.owner_id)
    .limit(literal_column(str(PAGE + 1)))
)


async def lines(
    connection: AsyncConnection, filters: Filters, *, after: UUID | None = None
) -> tuple[Sequence[Line], UUID | None]:
    """The newest first, and where the older ones begin."""
    statement = _LINES
    if filters.words:
        statement = statement.where(await _named(connection, filters.words))
    if filters.status:
        statement = statement.where(Order.status == filters.status)
    if filters.disputed:
        statement = statement.where(Order.disputed_at.is_not(None))
    if after:
        statement = statement.where(Order.id < after)
    found = [Line(*row) for row in (await connection.execute(statement)).all()]
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


async def _named(connection: AsyncConnection, words: str) -> ColumnElement[bool]:
    """A reference, with or without its beginning; else the people of that name, number or address."""
    code = words.upper().removeprefix("TW-").strip()
    people = [person.id for person in (await finding.find(connection, finding.Filters(words))).people]
    told: list[ColumnElement[bool]] = []
    if people:
        told = [Order.client_id.in_(people), Order.freelancer_id.in_(people)]
    if len(code) == _REFERENCE:
        told.append(Order.reference == f"TW-{code}")
    return or_(*told) if told else literal_column("false")


async def queue(
    connection: AsyncConnection,
    *,
    owner: UUID | None = None,
    closed: bool = False,
    after: tuple[datetime, UUID] | None = None,
) -> tuple[Sequence[Queued], tuple[datetime, UUID] | None]:
    """Open ones by deadline; closed ones, the latest first. `owner` keeps to those of one administrator."""
    moment = Dispute.closed_at if closed else Dispute.answer_due_at
    place = tuple_(moment, Dispute.id)
    statement: Select[*tuple[Any, ...]] = _QUEUE.where(
        Dispute.closed_at.is_not(None) if closed else Dispute.closed_at.is_(None)
    ).order_by(*((moment.desc(), Dispute.id.desc()) if closed else (moment, Dispute.id)))
    if owner:
        statement = statement.where(Dispute.owner_id == owner)
    if after:
        statement = statement.where(place < after if closed else place > after)
    found = [Queued(*row) for row in (await connection.execute(statement)).all()]
    if len(found) <= PAGE:
        return found, None
    last = found[PAGE - 1]
    return found[:PAGE], (last.closed_at if closed and last.closed_at else last.answer_due_at, last.id)
