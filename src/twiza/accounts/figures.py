"""How many people there are, for the administration's first page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.kit import clock


@dataclass(frozen=True)
class Figures:
    """Counts of accounts that aren't deleted; the days are Casablanca's, today last."""

    total: int
    this_week: int
    closed: int
    by_hat: Mapping[HatKind, int]
    by_day: Sequence[tuple[date, int]]


async def figures(connection: AsyncConnection, *, days: int = 14) -> Figures:
    """Count everybody, by hat and by the day they came."""
    alive = Account.deleted_at.is_(None)
    week_ago = clock.now() - timedelta(days=7)
    counts = (
        await connection.execute(
            select(
                func.count(),
                func.count().filter(Account.created_at >= week_ago),
                func.count().filter(Account.status != AccountStatus.ACTIVE),
            ).where(alive)
        )
    ).one()
    hats = await connection.execute(
        select(Hat.kind, func.count())
        .join(Account, Account.id == Hat.account_id)
        .where(alive)
        .group_by(Hat.kind)
    )
    by_hat = {row[0]: row[1] for row in hats}
    return Figures(
        total=counts[0],
        this_week=counts[1],
        closed=counts[2],
        by_hat={kind: by_hat.get(kind, 0) for kind in HatKind},
        by_day=await _by_day(connection, days),
    )


async def _by_day(connection: AsyncConnection, days: int) -> Sequence[tuple[date, int]]:
    today = clock.local(clock.now()).date()
    first = today - timedelta(days=days - 1)
    counted = dict.fromkeys((first + timedelta(days=n) for n in range(days)), 0)
    since = clock.now() - timedelta(days=days)
    # Days are told in Python: the database's own zone data may be older than Morocco's last change.
    moments = await connection.scalars(
        select(Account.created_at).where(Account.created_at >= since, Account.deleted_at.is_(None))
    )
    for moment in moments:
        day = clock.local(moment).date()
        if day in counted:
            counted[day] += 1
    return list(counted.items())
