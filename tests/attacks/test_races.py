"""Everybody at once: people who review, order, ban and delete in the same instant never wait for each other in a ring."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import PASSWORD, Cast
from tests.gigs import writing as gigs
from tests.orders import telling
from twiza.accounts import banning
from twiza.accounts import deleting as deleting_accounts
from twiza.accounts.models import HatKind
from twiza.gigs import deleting, drafting
from twiza.gigs.models import Gig, Tier
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError
from twiza.messaging import sending
from twiza.orders import leaving, placing
from twiza.orders.actors import Actor
from twiza.orders.models import Order, OrderStatus
from twiza.orders.offers import accepting, proposing
from twiza.orders.offers.proposing import Scope
from twiza.profiles import presenting
from twiza.reviews import writing as reviews

Act = Callable[[AsyncSession], Awaitable[object]]
pytestmark = pytest.mark.usefixtures("committed")


async def _in_its_own(act: Act) -> Any:
    async with unit_of_work() as session:
        return await act(session)


async def _at_once(acts: Sequence[Act]) -> list[BaseException]:
    """What went wrong, refusals of the rules aside."""
    ends = await asyncio.gather(*(_in_its_own(act) for act in acts), return_exceptions=True)
    return [end for end in ends if isinstance(end, BaseException) and not isinstance(end, DomainError)]


async def _deadlocks() -> int:
    async with reading() as connection:
        await connection.execute(text("SELECT pg_stat_force_next_flush()"))
        statement = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return (await connection.execute(statement)).scalar_one()


async def _finished(session: AsyncSession, gig: Gig, cast: Cast, number: int) -> Order:
    tier = (Tier.BASIC, Tier.STANDARD)[number % 2]
    order = await telling.place(session, gig, cast.amina, tier=tier)
    return await telling.bring_to(session, order, OrderStatus.COMPLETED, number=f"VIR-{number}")


async def test_two_orders_of_the_same_pair_are_reviewed_from_both_ends_at_once(cast: Cast) -> None:
    """Of one order the client writes last, of the other the freelancer: both bring the same two ratings."""
    amina, youssef = cast.amina.id, cast.youssef.id
    async with unit_of_work() as session:
        gig = await telling.publish(session, cast.youssef)
        orders = [(await _finished(session, gig, cast, number)).id for number in range(16)]
    for place, order in enumerate(orders):
        first = youssef if place % 2 else amina
        await _in_its_own(
            lambda session, order=order, first=first: reviews.write(
                session, order, by=first, rating=5, text="Parfait."
            )
        )
    before = await _deadlocks()
    faults = await _at_once(
        [
            lambda session, order=order, last=amina if place % 2 else youssef: reviews.write(
                session, order, by=last, rating=4, text="Très bien."
            )
            for place, order in enumerate(orders)
        ]
    )
    assert faults == []
    assert await _deadlocks() == before


async def _published(cast: Cast) -> list[Gig]:
    async with unit_of_work() as session:
        return [await gigs.published(session, cast.youssef.id) for _ in range(4)]


async def _offered(cast: Cast) -> list[Any]:
    scope = Scope("Une enseigne", "Une enseigne peinte.", 300_00, 4)
    offers: list[Any] = []
    async with unit_of_work() as session:
        for client in (cast.amina, cast.karim, cast.hassan):
            await sending.send(session, cast.youssef.id, by=client.id, text="Bonjour, une enseigne ?")
            offers += [
                await proposing.propose(session, client.id, by=cast.youssef.id, scope=scope) for _ in range(3)
            ]
    return offers


async def test_a_freelancer_is_banned_while_everybody_orders_and_the_gigs_go(cast: Cast) -> None:
    """Whoever was first, no order of a banned freelancer stays unpaid and unseen, and nobody meets a fault."""
    offers, there = await _offered(cast), await _published(cast)
    clients = (cast.amina, cast.karim, cast.hassan)

    def places(gig: Gig, client: Any) -> Act:
        return lambda session: placing.place(
            session, gig.id, by=client.id, tier=Tier.BASIC, accepted_terms=True
        )

    def accepts(offer: Any) -> Act:
        by = Actor.person(offer.client_id)
        return lambda session: accepting.accept(session, offer.id, by=by, accepted_terms=True)

    def edits(gig: Gig) -> Act:
        given = gigs.basic(price="600")
        return lambda session: drafting.change_packages(session, gig.id, by=cast.youssef.id, given=given)

    def deletes(gig: Gig) -> Act:
        return lambda session: deleting.delete_gig(session, gig.id, by=cast.youssef.id)

    before = await _deadlocks()
    acts = [
        *(places(gig, client) for gig in there for client in clients),
        *(accepts(offer) for offer in offers),
        *(edits(gig) for gig in there[:2]),
        *(deletes(gig) for gig in there[2:]),
    ]
    acts.insert(
        len(acts) // 2,
        lambda session: banning.ban(session, cast.youssef.id, by=cast.salma.id, reason="Fraude."),
    )
    assert await _at_once(acts) == []
    await asyncio.gather(*(leaving.settle_orders_of(cast.youssef.id) for _ in range(2)))
    assert await _deadlocks() == before
    async with reading() as connection:
        still = await connection.scalar(text("SELECT count(*) FROM \"order\" WHERE status <> 'CANCELLED'"))
        waiting = await connection.scalar(text("SELECT count(*) FROM offer WHERE status = 'proposed'"))
    assert (still, waiting) == (0, 0)


async def test_a_freelancer_moves_to_another_city_while_reviews_appear(cast: Cast) -> None:
    """A review brings rating and place in the index of one gig, a move the places of all: both begin with the profile."""
    amina, youssef = cast.amina.id, cast.youssef.id
    async with unit_of_work() as session:
        gig = await gigs.published(session, youssef)
        orders = [(await _finished(session, gig, cast, number)).id for number in range(12)]

    def writes(order: Any, by: Any) -> Act:
        return lambda session: reviews.write(session, order, by=by, rating=1, text="Décevant.")

    def moves(city: str) -> Act:
        return lambda session: presenting.present(
            session, youssef, HatKind.FREELANCER, headline="Graphiste", city=city, category=""
        )

    before = await _deadlocks()
    for order in orders:
        await _in_its_own(writes(order, youssef))
        cities = ("rabat", "fes", "agadir")
        assert await _at_once([*map(moves, cities), writes(order, amina), *map(moves, cities)]) == []
    assert await _deadlocks() == before


async def test_a_freelancer_leaves_while_reviews_appear(cast: Cast) -> None:
    """Each review is there or refused; whoever leaves has left."""
    amina, youssef = cast.amina.id, cast.youssef.id
    async with unit_of_work() as session:
        there = [await gigs.published(session, youssef) for _ in range(3)]
        orders = [(await _finished(session, there[number % 3], cast, number)).id for number in range(12)]
    for order in orders:
        await _in_its_own(
            lambda session, order=order: reviews.write(session, order, by=youssef, rating=5, text="Merci.")
        )

    def writes(order: Any) -> Act:
        return lambda session: reviews.write(session, order, by=amina, rating=5, text="Bravo.")

    def leaves(session: AsyncSession) -> Any:
        return deleting_accounts.delete_account(session, youssef, password=PASSWORD, address="")

    before = await _deadlocks()
    assert await _at_once([*map(writes, orders[:6]), leaves, *map(writes, orders[6:])]) == []
    assert await _deadlocks() == before
