"""Loading the demo world: the same each time, and nobody is written to."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza import demo
from twiza.accounts.models import Account
from twiza.gigs.models import Gig
from twiza.kit import db
from twiza.kit.event_log import EventRow
from twiza.kit.outgoing import Outgoing
from twiza.messaging.models import Message
from twiza.notifications.models import Notification
from twiza.orders.models import Order, OrderChange
from twiza.reviews.models import Review


async def test_bells_ring_and_nobody_is_written_to(committed: None) -> None:
    async with db.unit_of_work() as session:
        await demo.load(session)
    async with db.unit_of_work() as session:
        assert await session.scalar(select(func.count()).select_from(Outgoing)) == 0
        assert await session.scalar(select(func.count()).select_from(EventRow)) == 0
        rung = select(Notification.account_id).where(Notification.read_at.is_(None))
        names = select(Account.first_name).where(Account.id.in_(rung))
        assert {"Amina", "Youssef", "Salma"} <= set(await session.scalars(names))


async def test_it_is_the_same_world_on_two_machines(session: AsyncSession) -> None:
    seen = []
    for _machine in range(2):
        inner = await session.begin_nested()
        await demo.load(session)
        await session.flush()
        orders = select(Order.id, Order.reference, Order.status, Order.title, Order.price).order_by(Order.id)
        said = select(Message.id, Message.text).order_by(Message.id)
        changes = select(OrderChange.id, OrderChange.verb).order_by(OrderChange.id)
        shown = select(Gig.id, Gig.title, Gig.views, Gig.rating_sum).order_by(Gig.id)
        wrote = select(Review.id, Review.text).order_by(Review.id)
        seen.append(
            [
                [tuple(row) for row in await session.execute(one)]
                for one in (orders, said, changes, shown, wrote)
            ]
        )
        await inner.rollback()
        session.expunge_all()
    assert seen[0] == seen[1]
