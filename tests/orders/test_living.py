"""An order from its placing to its end, and what is kept of it."""

from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.orders import telling
from tests.orders.telling import S
from twiza.orders.models import Order
from twiza.orders.queries import room


async def test_from_an_order_to_approved_work(session: AsyncSession, people: Cast, order: Order) -> None:
    await telling.bring_to(session, order, S.COMPLETED)
    seen = await room(session, order.reference, people.amina.id)
    verbs = [change.verb for change in seen.history]
    assert verbs == ["place", "submit-payment", "confirm-payment", "start", "submit-work", "approve"]
    assert [change.from_status for change in seen.history][:2] == [None, S.PENDING_PAYMENT]
    assert seen.order.status is S.COMPLETED
    assert seen.order.ended_at is not None
