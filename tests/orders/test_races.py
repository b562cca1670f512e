"""Forty at once, with real commits: one wins, the others are told so, and nothing breaks."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.orders import telling
from tests.orders.telling import S
from twiza.accounts import banning
from twiza.gigs.models import Gig, Tier
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, DomainError
from twiza.kit.money import dirhams
from twiza.orders import approving, cancelling, leaving, paying, placing, revising, sweeping
from twiza.orders.actors import Actor
from twiza.orders.disputes import opening
from twiza.orders.disputes.models import Dispute, DisputeReason
from twiza.orders.models import Order, OrderChange, OrderStatus, PaymentProof
from twiza.orders.offers import accepting, proposing, withdrawing
from twiza.orders.offers.models import Offer
from twiza.orders.offers.proposing import Scope

MANY = 40
Try = Callable[[AsyncSession], Awaitable[object]]


async def race(tries: Sequence[Try]) -> Counter[str]:
    """Run them at once, each in a transaction of its own; anything but a domain's refusal fails the test."""

    async def one(attempt: Try) -> str:
        try:
            async with unit_of_work() as session:
                await attempt(session)
        except DomainError as refusal:
            return refusal.code
        return "won"

    return Counter(await asyncio.gather(*[one(attempt) for attempt in tries]))


async def an_order(cast: Cast, status: OrderStatus) -> Order:
    async with unit_of_work() as session:
        gig = await telling.publish(session, cast.youssef)
        order = await telling.place(session, gig, cast.amina)
        return await telling.bring_to(session, order, status)


def place(gig: Gig, cast: Cast) -> Try:
    return lambda s: placing.place(s, gig.id, by=cast.amina.id, tier=Tier.BASIC, accepted_terms=True)


async def moves(order_id: UUID) -> list[str]:
    async with reading() as connection:
        told = select(OrderChange.verb).where(OrderChange.order_id == order_id).order_by(OrderChange.id)
        return list((await connection.scalars(told)).all())


async def count(model: type[Order | PaymentProof | Dispute | Offer]) -> int:
    async with reading() as connection:
        return await connection.scalar(select(func.count()).select_from(model)) or 0


async def test_approve_against_request_revision(cast: Cast) -> None:
    order = await an_order(cast, S.SUBMITTED)
    amina = Actor.person(cast.amina.id)
    tries: list[Try] = [lambda s: approving.approve(s, order.id, by=amina)] * (MANY // 2)
    tries += [lambda s: revising.request_revision(s, order.id, by=amina, reason="Plus grand")] * (MANY // 2)
    assert await race(tries) == {"won": 1, "wrong_state": MANY - 1}
    assert len(await moves(order.id)) == 6


async def test_confirming_twice(cast: Cast) -> None:
    order = await an_order(cast, S.PAYMENT_SUBMITTED)
    youssef = Actor.person(cast.youssef.id)
    found = await race([lambda s: paying.confirm_payment(s, order.id, by=youssef)] * MANY)
    assert found == {"won": 1, "wrong_state": MANY - 1}
    assert (await moves(order.id)).count("confirm-payment") == 1
    async with reading() as connection:
        counted = await connection.scalar(select(Gig.orders_count).where(Gig.id == order.gig_id))
    assert counted == 1


async def test_placing_the_same_package(cast: Cast) -> None:
    async with unit_of_work() as session:
        gig = await telling.publish(session, cast.youssef)
    assert await race([place(gig, cast)] * MANY) == {"won": 1, "already_ordered": MANY - 1}
    assert await count(Order) == 1


async def test_accepting_an_offer_twice(cast: Cast) -> None:
    await an_order(cast, S.PAYMENT_SUBMITTED)
    async with unit_of_work() as session:
        scope = Scope(title="Carte", scope="Recto verso", price=dirhams(900), delivery_days=3)
        offer = await proposing.propose(session, cast.amina.id, by=cast.youssef.id, scope=scope)
    amina, youssef = Actor.person(cast.amina.id), Actor.person(cast.youssef.id)
    tries: list[Try] = [lambda s: accepting.accept(s, offer.id, by=amina, accepted_terms=True)] * (MANY - 5)
    tries += [lambda s: withdrawing.withdraw(s, offer.id, by=youssef)] * 5
    assert await race(tries) == {"won": 1, "wrong_state": MANY - 1}
    assert await count(Order) <= 2


async def test_cancelling_against_paying(cast: Cast) -> None:
    order = await an_order(cast, S.PENDING_PAYMENT)
    amina, youssef = Actor.person(cast.amina.id), Actor.person(cast.youssef.id)
    tries: list[Try] = [
        lambda s: paying.submit_payment(s, order.id, by=amina, transfer=telling.transfer()),
        lambda s: cancelling.cancel(s, order.id, by=youssef),
    ] * (MANY // 2)
    assert await race(tries) == {"won": 1, "wrong_state": MANY - 1}
    assert await count(PaymentProof) <= 1


async def test_disputes_of_both_sides_at_once(cast: Cast) -> None:
    order = await an_order(cast, S.PAYMENT_SUBMITTED)
    sides = (Actor.person(cast.amina.id), Actor.person(cast.youssef.id))

    def complain(by: Actor) -> Try:
        return lambda s: opening.open_dispute(s, order.id, by=by, reason=DisputeReason.OTHER, details="Voilà")

    assert await race([complain(by) for by in sides] * (MANY // 2)) == {
        "won": 1,
        "already_disputed": MANY - 1,
    }
    assert await count(Dispute) == 1


async def test_the_same_transaction_in_two_orders_at_once_flags_one(cast: Cast) -> None:
    async with unit_of_work() as session:
        gigs = [await telling.publish(session, cast.youssef) for _ in range(4)]
        orders = [await telling.place(session, gig, cast.amina) for gig in gigs]
    amina = Actor.person(cast.amina.id)

    def pay(order: Order) -> Try:
        return lambda s: paying.submit_payment(s, order.id, by=amina, transfer=telling.transfer("VIR 1"))

    assert await race([pay(order) for order in orders]) == {"won": 4}
    async with reading() as connection:
        flags = (await connection.scalars(select(PaymentProof.used_before))).all()
    assert sorted(flags) == [False, True, True, True]


async def test_sweeps_of_many_workers_act_once(cast: Cast) -> None:
    async with unit_of_work() as session:
        gigs = [await telling.publish(session, cast.youssef) for _ in range(3)]
        for gig, state in zip(gigs, (S.PENDING_PAYMENT, S.PAYMENT_CONFIRMED, S.SUBMITTED), strict=True):
            order = await telling.bring_to(session, await telling.place(session, gig, cast.amina), state)
            await telling.days_pass(session, order, 8)
    sweeps = (sweeping.cancel_unpaid, sweeping.start_paid, sweeping.approve_silent)
    done = await asyncio.gather(*[sweep() for sweep in sweeps * 5])
    assert sum(done) == 3
    async with reading() as connection:
        states = (await connection.scalars(select(Order.status).order_by(Order.id))).all()
    assert states == [S.CANCELLED, S.IN_PROGRESS, S.COMPLETED]


async def test_a_ban_while_orders_are_placed_leaves_none_behind(cast: Cast) -> None:
    async with unit_of_work() as session:
        gigs = [await telling.publish(session, cast.youssef) for _ in range(10)]

    tries: list[Try] = [place(gig, cast) for gig in gigs]
    tries.insert(5, lambda s: banning.ban(s, cast.youssef.id, by=cast.salma.id, reason="Fraude"))
    await race(tries)
    await leaving.settle_orders_of(cast.youssef.id)
    async with reading() as connection:
        states = set((await connection.scalars(select(Order.status))).all())
    assert states <= {S.CANCELLED}


async def test_money_of_a_banned_seller_goes_before_an_administrator(cast: Cast) -> None:
    order = await an_order(cast, S.IN_PROGRESS)
    async with unit_of_work() as session:
        await banning.ban(session, cast.youssef.id, by=cast.salma.id, reason="Fraude")
    await leaving.settle_orders_of(cast.youssef.id)
    async with reading() as connection:
        found = (await connection.scalars(select(Dispute.reason).where(Dispute.order_id == order.id))).all()
    assert found == [DisputeReason.SELLER_LEFT]


async def test_refusals_are_conflicts_that_people_understand(cast: Cast) -> None:
    order = await an_order(cast, S.COMPLETED)
    try:
        async with unit_of_work() as session:
            await approving.approve(session, order.id, by=Actor.person(cast.amina.id))
    except Conflict as refusal:
        assert refusal.text()
