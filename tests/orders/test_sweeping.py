"""What the clock does by itself, found and done one by one; and reminders, each once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.orders import telling
from tests.orders.telling import S
from tests.statements import counted
from twiza.accounts import banning, deleting
from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict
from twiza.kit.event_log import EventRow
from twiza.notifications.models import Notification
from twiza.orders import leaving, sweeping
from twiza.orders.actors import Actor
from twiza.orders.disputes.models import Dispute, DisputeReason
from twiza.orders.models import Order, OrderStatus
from twiza.orders.offers import accepting, proposing
from twiza.orders.offers.models import Offer, OfferStatus
from twiza.orders.queries import room


async def an_order(cast: Cast, state: OrderStatus, client: Account | None = None) -> Order:
    async with unit_of_work() as session:
        gig = await telling.publish(session, cast.youssef)
        order = await telling.place(session, gig, client or cast.amina)
        return await telling.bring_to(session, order, state)


async def reminders() -> list[str]:
    async with reading() as connection:
        told = (
            select(EventRow.data["about"].astext)
            .where(EventRow.name == "OrderReminded")
            .order_by(EventRow.id)
        )
        return list((await connection.scalars(told)).all())


@pytest.mark.parametrize(
    ("state", "sweep", "after", "reached"),
    [
        (S.PENDING_PAYMENT, sweeping.cancel_unpaid, timedelta(days=7), S.CANCELLED),
        (S.PAYMENT_CONFIRMED, sweeping.start_paid, timedelta(hours=24), S.IN_PROGRESS),
        (S.SUBMITTED, sweeping.approve_silent, timedelta(days=3), S.COMPLETED),
    ],
)
async def test_silence_has_its_time(cast: Cast, state: S, sweep, after: timedelta, reached: S) -> None:
    order = await an_order(cast, state)
    with clock.travel(after - timedelta(minutes=1)):
        assert await sweep() == 0
    with clock.travel(after):
        assert await sweep() == 1
        assert await sweep() == 0
    async with reading() as connection:
        assert await connection.scalar(select(Order.status).where(Order.id == order.id)) is reached


async def test_an_unanswered_payment_goes_before_an_administrator(cast: Cast) -> None:
    await an_order(cast, S.PAYMENT_SUBMITTED)
    with clock.travel(timedelta(days=1)):
        assert [await sweeping.remind(), await sweeping.remind()] == [1, 0]
    with clock.travel(timedelta(days=3)):
        assert [await sweeping.dispute_unanswered(), await sweeping.dispute_unanswered()] == [1, 0]
    async with reading() as connection:
        assert await connection.scalar(select(Dispute.reason)) is DisputeReason.PAYMENT_UNANSWERED
    assert await reminders() == ["payment"]


async def test_whose_turn_it_is_hears_of_it_once(cast: Cast) -> None:
    await an_order(cast, S.IN_PROGRESS)
    await an_order(cast, S.SUBMITTED, cast.karim)
    assert await sweeping.remind() == 0
    with clock.travel(timedelta(days=2, minutes=1)):
        assert [await sweeping.remind(), await sweeping.remind()] == [1, 0]
    with clock.travel(timedelta(days=4, minutes=1)):
        assert await sweeping.remind() == 1
    assert await reminders() == ["approval", "delivery"]


async def test_nobody_leaves_while_others_count_on_them(cast: Cast) -> None:
    order = await an_order(cast, S.IN_PROGRESS)
    for person in (cast.amina, cast.youssef):
        with pytest.raises(Conflict) as refused:
            async with unit_of_work() as session:
                await deleting.delete_account(
                    session, person.id, password="correct cheval agrafe", address=""
                )
        assert refused.value.code == "open_orders"
    async with unit_of_work() as session:
        again = await telling.again(session, await session.merge(order))
        await telling.bring_to(session, again, S.COMPLETED)
    async with unit_of_work() as session:
        await deleting.delete_account(session, cast.amina.id, password="correct cheval agrafe", address="")
    async with unit_of_work() as session:
        seen = await room(session, order.id, cast.youssef.id)
    assert (seen.client.name, seen.proofs[0].payer_name) == ("", "")


async def an_offer(cast: Cast) -> UUID:
    """Youssef, who has worked for Amina before, proposes something to her."""
    await an_order(cast, S.COMPLETED)
    async with unit_of_work() as session:
        scope = proposing.Scope("Charte", "Logo et papeterie", 900_00, 10)
        return (await proposing.propose(session, cast.amina.id, by=cast.youssef.id, scope=scope)).id


async def offer_now(offer_id: UUID) -> Offer:
    async with unit_of_work() as session:
        return await session.get_one(Offer, offer_id)


async def told_of_offers(person: Account) -> list[str]:
    async with reading() as connection:
        kinds = select(Notification.kind).where(Notification.account_id == person.id)
        told = list(await connection.scalars(kinds))
        return [kind for kind in told if kind.startswith("offer") and kind != "offer_made"]


@pytest.mark.parametrize("leaves", ["banned", "deleted"])
async def test_offers_of_somebody_who_is_gone_are_taken_back(cast: Cast, leaves: str) -> None:
    offer_id = await an_offer(cast)
    async with unit_of_work() as session:
        if leaves == "banned":
            await banning.ban(session, cast.youssef.id, by=cast.salma.id, reason="Fraude")
        else:
            password = "correct cheval agrafe"
            await deleting.delete_account(session, cast.youssef.id, password=password, address="")
    with pytest.raises(Conflict):
        async with unit_of_work() as session:
            await accepting.accept(session, offer_id, by=Actor.person(cast.amina.id), accepted_terms=True)
    await leaving.settle_orders_of(cast.youssef.id)
    assert (await offer_now(offer_id)).status is OfferStatus.WITHDRAWN
    assert await told_of_offers(cast.amina) == ["offer_withdrawn"]


async def test_offers_to_somebody_who_is_gone_are_over_and_others_stay(cast: Cast) -> None:
    offer_id = await an_offer(cast)
    await leaving.settle_orders_of(cast.youssef.id)
    assert (await offer_now(offer_id)).status is OfferStatus.PROPOSED, "nobody is gone"
    async with unit_of_work() as session:
        await banning.ban(session, cast.amina.id, by=cast.salma.id, reason="Fraude")
    await leaving.settle_orders_of(cast.amina.id)
    assert (await offer_now(offer_id)).status is OfferStatus.EXPIRED
    assert await told_of_offers(cast.youssef) == ["offer_expired"]


async def test_a_room_is_one_statement(cast: Cast) -> None:
    order = await an_order(cast, S.SUBMITTED)
    async with reading() as connection:
        with counted() as said:
            await room(connection, order.reference, cast.amina.id)
        assert await connection.scalar(select(func.count()).select_from(Order)) == 1
    assert len(said) == 1
