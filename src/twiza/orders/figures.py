"""What orders amount to: a freelancer's income and a client's, month by month, and the administration's counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.kit import clock
from twiza.orders.disputes.models import Dispute
from twiza.orders.kinds import OrderStatus
from twiza.orders.models import Order
from twiza.orders.states import ENDED

MONTHS = 6
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Month:
    """The first day of a month in Casablanca, and what the orders finished in it brought."""

    first: date
    income: int


@dataclass(frozen=True, slots=True)
class Sales:
    """A freelancer's months, the present one last; `sold_lately` are orders paid for in the last thirty days."""

    months: Sequence[Month]
    active: int
    finished: int
    sold_lately: int


@dataclass(frozen=True, slots=True)
class Purchases:
    """What a client has under way and has had done."""

    active: int
    finished: int
    spent: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Orders of the last thirty days by state, and what waits for an administrator."""

    lately: int
    by_status: Mapping[OrderStatus, int]
    disputes: int


async def sales(connection: AsyncConnection, account_id: UUID) -> Sales:
    """One statement: months are cut in Casablanca's time, which the database may not know."""
    starts = _month_starts(MONTHS)
    done = Order.status == OrderStatus.COMPLETED
    sums = [
        func.coalesce(
            func.sum(case((done & (Order.ended_at >= start) & (Order.ended_at < end), Order.price))), 0
        )
        for start, end in zip(starts, [*starts[1:], clock.now() + timedelta(days=1)], strict=True)
    ]
    statement = select(
        func.count().filter(Order.status.not_in(ENDED)),
        func.count().filter(done),
        func.count().filter(Order.paid_at >= clock.now() - LATELY),
        *sums,
    ).where(Order.freelancer_id == account_id)
    active, finished, sold, *income = tuple((await connection.execute(statement)).one())
    months = [Month(clock.local(start).date(), total) for start, total in zip(starts, income, strict=True)]
    return Sales(months, active, finished, sold)


async def purchases(connection: AsyncConnection, account_id: UUID) -> Purchases:
    """What one bought, in one statement."""
    done = Order.status == OrderStatus.COMPLETED
    statement = select(
        func.count().filter(Order.status.not_in(ENDED)),
        func.count().filter(done),
        func.coalesce(func.sum(Order.price).filter(done), 0),
    ).where(Order.client_id == account_id)
    return Purchases(*(await connection.execute(statement)).one())


async def counts(connection: AsyncConnection) -> Counts:
    """For the administration's first page."""
    recent = Order.created_at >= clock.now() - LATELY
    rows = await connection.execute(select(Order.status, func.count()).where(recent).group_by(Order.status))
    found = {row[0]: row[1] for row in rows}
    open_ones = select(func.count()).select_from(Dispute).where(Dispute.closed_at.is_(None))
    return Counts(
        lately=sum(found.values()),
        by_status={status: found.get(status, 0) for status in OrderStatus},
        disputes=(await connection.execute(open_ones)).scalar_one(),
    )


def _month_starts(number: int) -> list[datetime]:
    """The instants at which the last months began, the present one last."""
    first = clock.local(clock.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    starts = [first]
    while len(starts) < number:
        before = starts[0] - timedelta(days=1)
        starts.insert(0, before.replace(day=1))
    return starts
