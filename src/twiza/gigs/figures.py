"""How a freelancer's gigs are looked at, and how many gigs there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.gigs.models import Gig, GigDay, GigStatus
from twiza.kit import clock

DAYS = 30


@dataclass(frozen=True, slots=True)
class Counts:
    """Gigs as the administration counts them."""

    published: int
    drafts: int
    paused: int
    deactivated: int


async def views_by_day(connection: AsyncConnection, account_id: UUID) -> Sequence[int]:
    """The views of all gigs of one freelancer, day by day, today last."""
    today = clock.local(clock.now()).date()
    first = today - timedelta(days=DAYS - 1)
    statement = (
        select(GigDay.day, func.sum(GigDay.views))
        .join(Gig, Gig.id == GigDay.gig_id)
        .where(Gig.freelancer_id == account_id, GigDay.day >= first)
        .group_by(GigDay.day)
    )
    seen = {row[0]: row[1] for row in await connection.execute(statement)}
    return [seen.get(first + timedelta(days=n), 0) for n in range(DAYS)]


async def counts(connection: AsyncConnection) -> Counts:
    """Of all freelancers together."""
    status = Gig.status
    on = Gig.deactivated_at.is_(None)
    statement = select(
        func.count().filter((status == GigStatus.PUBLISHED) & on),
        func.count().filter(status == GigStatus.DRAFT),
        func.count().filter((status == GigStatus.PAUSED) & on),
        func.count().filter((status != GigStatus.DELETED) & ~on),
    )
    return Counts(*(await connection.execute(statement)).one())
