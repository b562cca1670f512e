"""Orders that are already finished, for reviews to be written about."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from twiza.accounts.models import Hat, HatKind
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import clock, ids
from twiza.orders.models import Order, OrderStatus


async def gig_of(session: AsyncSession, freelancer_id: UUID) -> Gig:
    gig = Gig(
        freelancer_id=freelancer_id,
        status=GigStatus.PUBLISHED,
        title="Un logo pour votre café",
        price=500_00,
        delivery_days=3,
    )
    session.add(gig)
    await session.flush()
    return gig


async def order_of(
    session: AsyncSession, cast: Cast, gig: Gig, status: OrderStatus = OrderStatus.COMPLETED
) -> Order:
    """Amina bought Youssef's gig; it ended a day ago."""
    ended = status in {OrderStatus.COMPLETED, OrderStatus.CANCELLED}
    order = Order(
        reference=f"TW-{ids.short_code(10)}",
        gig_id=gig.id,
        client_id=cast.amina.id,
        freelancer_id=cast.youssef.id,
        status=status,
        title=gig.title,
        package="basic",
        contents="Trois pistes",
        price=500_00,
        delivery_days=3,
        terms_version="1",
        ended_at=clock.now() - timedelta(days=1) if ended else None,
    )
    session.add(order)
    await session.flush()
    return order


async def rating_of(session: AsyncSession, account_id: UUID, kind: HatKind) -> tuple[int, int]:
    row = (
        await session.execute(
            select(Hat.rating_sum, Hat.rating_count).where(Hat.account_id == account_id, Hat.kind == kind)
        )
    ).one()
    return row[0], row[1]


async def gig_rating(session: AsyncSession, gig_id: UUID) -> tuple[int, int]:
    row = (await session.execute(select(Gig.rating_sum, Gig.rating_count).where(Gig.id == gig_id))).one()
    return row[0], row[1]
