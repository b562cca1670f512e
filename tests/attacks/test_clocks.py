"""Clocks, claims and disputes, driven into each other."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from tests.orders import telling
from twiza.gigs.models import Gig
from twiza.kit.errors import Conflict, DomainError, Forbidden
from twiza.orders import approving, cancelling, delivering, extending, forcing, paying
from twiza.orders.actors import CLOCK, Actor
from twiza.orders.disputes import claiming, opening, queue
from twiza.orders.disputes.models import DisputeOutcome, DisputeReason
from twiza.orders.models import Order, OrderStatus
from twiza.orders.states import OPEN

ALARMS = ("starts_itself_at", "approves_itself_at", "cancels_itself_at", "payment_answer_due_at")


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


@pytest.fixture
async def gig(session: AsyncSession, people: Cast) -> Gig:
    return await telling.publish(session, people.youssef)


@pytest.fixture
async def order(session: AsyncSession, people: Cast, gig: Gig) -> Order:
    return await telling.place(session, gig, people.amina)


@pytest.mark.parametrize("disputed", [False, True])
@pytest.mark.parametrize("status", sorted(OPEN))
async def test_nothing_rings_after_an_end_that_was_forced(
    session: AsyncSession, people: Cast, order: Order, status: OrderStatus, disputed: bool
) -> None:
    order = await telling.bring_to(session, order, status)
    if disputed and order.proofs:
        by = Actor.person(people.youssef.id)
        await opening.open_dispute(session, order.id, by=by, reason=DisputeReason.OTHER, details="Silence.")
    salma = Actor.admin(people.salma.id)
    await forcing.force_cancel(session, order.id, by=salma, reason="Fin.")
    assert [name for name in ALARMS if getattr(order, name)] == []
    assert order.disputed_at is None
    with pytest.raises(Conflict):
        await forcing.force_complete(session, order.id, by=salma, reason="Encore.")


async def test_a_delivery_after_all_takes_the_prepared_cancellation_back(
    session: AsyncSession, people: Cast, order: Order
) -> None:
    """Late work is judged by somebody who looks at it, never cancelled by a form that was filled in before."""
    order = await telling.bring_to(session, order, OrderStatus.IN_PROGRESS)
    await telling.days_pass(session, order, 6)
    claim = await claiming.claim(session, order.id, by=Actor.person(people.amina.id))
    claim.answer_due_at -= timedelta(days=4)
    await session.flush()
    await claiming.leave_unanswered(session, claim.id)
    (waiting,) = (await queue.waiting(session)).disputes
    assert waiting.prepared is DisputeOutcome.FORCE_CANCEL
    await delivering.submit_work(session, order.id, by=Actor.person(people.youssef.id), note="Voici.")
    await session.flush()
    (waiting,) = (await queue.waiting(session)).disputes
    assert waiting.prepared is None
    order.approves_itself_at = order.delivered_at
    with pytest.raises(Conflict):
        await approving.approve(session, order.id, by=CLOCK)


async def test_whoever_refused_twice_can_t_walk_away(
    session: AsyncSession, people: Cast, order: Order
) -> None:
    youssef = Actor.person(people.youssef.id)
    for number in ("VIR-1", "VIR-2"):
        order = await telling.bring_to(session, order, OrderStatus.PAYMENT_SUBMITTED, number=number)
        await paying.refuse_payment(session, order.id, by=youssef, reason="Rien.")
    for by in (youssef, CLOCK):
        with pytest.raises(Conflict):
            await cancelling.cancel(session, order.id, by=by)
    assert order.disputed_at is not None


async def test_more_time_is_for_the_other_of_the_two_to_grant(
    session: AsyncSession, people: Cast, order: Order
) -> None:
    youssef, amina = Actor.person(people.youssef.id), Actor.person(people.amina.id)
    order = await telling.bring_to(session, order, OrderStatus.IN_PROGRESS)
    asked = await extending.ask(session, order.id, by=youssef, days=3, reason="Une fête.")
    for by in (youssef, Actor.person(people.karim.id), Actor.admin(people.salma.id), CLOCK):
        with pytest.raises(DomainError):
            await extending.accept(session, asked.id, by=by)
    with pytest.raises(Forbidden):
        await extending.ask(session, order.id, by=Actor.admin(people.salma.id), days=3, reason="Ordre.")
    await forcing.force_complete(session, order.id, by=Actor.admin(people.salma.id), reason="Fin.")
    with pytest.raises(Conflict):
        await extending.accept(session, asked.id, by=amina)
