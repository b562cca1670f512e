"""Writing, showing, answering and removing reviews, and the ratings that follow them."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.reviews.orders import gig_of, gig_rating, order_of, rating_of
from twiza.accounts.models import HatKind
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.orders.models import Order, OrderStatus
from twiza.reviews import answering, queries, removing, showing, writing
from twiza.reviews.delays import HIDDEN_FOR, WRITABLE_FOR

RACERS = 40


@pytest.fixture
async def order(cast: Cast) -> Order:
    async with unit_of_work() as session:
        return await order_of(session, cast, await gig_of(session, cast.youssef.id))


async def write(order_id: UUID, by: UUID, rating: int | None = 5, text: str = "Travail soigné") -> UUID:
    async with unit_of_work() as session:
        return (await writing.write(session, order_id, by=by, rating=rating, text=text)).id


async def test_the_first_review_waits_for_the_second(cast: Cast, order: Order) -> None:
    first = await write(order.id, cast.amina.id, 4)
    async with reading() as connection:
        assert await queries.one(connection, first, cast.youssef.id) is None
        assert await queries.one(connection, first, None) is None
        own = await queries.one(connection, first, cast.amina.id)
        assert own is not None
        assert not own.is_public
        assert (await queries.about(connection, cast.youssef.id, HatKind.FREELANCER)).reviews == []
    await write(order.id, cast.youssef.id, 5, "Cliente précise")
    async with reading() as connection:
        about = await queries.about(connection, cast.youssef.id, HatKind.FREELANCER)
        assert [(each.rating, each.reviewer) for each in about.reviews] == [(4, "Amina B.")]
        assert len((await queries.about(connection, cast.amina.id, HatKind.CLIENT)).reviews) == 1
        assert len(await queries.of_order(connection, order.id, cast.karim.id)) == 2


async def test_a_fortnight_shows_a_lonely_review(cast: Cast, order: Order) -> None:
    review = await write(order.id, cast.amina.id, 3)
    with clock.travel(HIDDEN_FOR - timedelta(seconds=1)):
        assert await showing.show_waiting() == 0
    with clock.travel(HIDDEN_FOR):
        assert await showing.show_waiting() == 1
        assert await showing.show_waiting() == 0
    async with reading() as connection:
        assert await queries.one(connection, review, None) is not None


async def test_ratings_are_those_of_what_is_shown(cast: Cast, order: Order) -> None:
    gig_id = order.gig_id
    assert gig_id is not None
    review = await write(order.id, cast.amina.id, 2)
    async with unit_of_work() as session:
        assert await gig_rating(session, gig_id) == (0, 0)
    await write(order.id, cast.youssef.id, 5)
    async with unit_of_work() as session:
        assert await gig_rating(session, gig_id) == (2, 1)
        assert await rating_of(session, cast.youssef.id, HatKind.FREELANCER) == (2, 1)
        assert await rating_of(session, cast.amina.id, HatKind.CLIENT) == (5, 1)
    async with unit_of_work() as session:
        await removing.remove(session, review, by=cast.salma.id, reason="Insultes")
    async with unit_of_work() as session:
        assert await gig_rating(session, gig_id) == (0, 0)
        assert await rating_of(session, cast.youssef.id, HatKind.FREELANCER) == (0, 0)
        assert await rating_of(session, cast.amina.id, HatKind.CLIENT) == (5, 1)


@pytest.mark.parametrize("status", [each for each in OrderStatus if each is not OrderStatus.COMPLETED])
async def test_only_a_completed_order(cast: Cast, status: OrderStatus) -> None:
    async with unit_of_work() as session:
        order = await order_of(session, cast, await gig_of(session, cast.youssef.id), status)
    with pytest.raises(Conflict) as refused:
        await write(order.id, cast.amina.id)
    assert refused.value.code == "order_not_completed"


async def test_strangers_find_no_order_to_review(cast: Cast, order: Order) -> None:
    for stranger in (cast.karim, cast.salma):
        with pytest.raises(NotFound):
            await write(order.id, stranger.id)


async def test_once_only(cast: Cast, order: Order) -> None:
    await write(order.id, cast.amina.id)
    with pytest.raises(Conflict) as refused:
        await write(order.id, cast.amina.id)
    assert refused.value.code == "already_reviewed"


async def test_not_for_ever(cast: Cast, order: Order) -> None:
    with clock.travel(WRITABLE_FOR), pytest.raises(Conflict) as refused:
        await write(order.id, cast.amina.id)
    assert refused.value.code == "review_time_over"


@pytest.mark.parametrize(
    ("rating", "text", "field"),
    [
        (0, "Bien", "rating"),
        (6, "Bien", "rating"),
        (None, "Bien", "rating"),
        (4, " \n", "text"),
        (4, "a" * 2001, "text"),
    ],
)
async def test_faults_are_named(cast: Cast, order: Order, rating: int | None, text: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        await write(order.id, cast.amina.id, rating, text)
    assert list(refused.value.fields) == [field]


async def test_one_answer_by_whoever_is_spoken_of(cast: Cast, order: Order) -> None:
    review = await write(order.id, cast.amina.id)
    async with unit_of_work() as session:
        with pytest.raises(NotFound):
            await answering.answer(session, review, by=cast.youssef.id, text="Merci")
    await write(order.id, cast.youssef.id)
    for person in (cast.amina, cast.karim):
        async with unit_of_work() as session:
            with pytest.raises(Forbidden):
                await answering.answer(session, review, by=person.id, text="Merci")
    async with unit_of_work() as session:
        await answering.answer(session, review, by=cast.youssef.id, text="Merci")
    async with unit_of_work() as session:
        with pytest.raises(Conflict):
            await answering.answer(session, review, by=cast.youssef.id, text="Encore merci")


async def test_only_an_administrator_removes(cast: Cast, order: Order) -> None:
    review = await write(order.id, cast.amina.id)
    for person in (cast.amina, cast.youssef, cast.karim):
        async with unit_of_work() as session:
            with pytest.raises(NotFound):
                await removing.remove(session, review, by=person.id, reason="Je n’aime pas")
    async with unit_of_work() as session:
        with pytest.raises(Invalid):
            await removing.remove(session, review, by=cast.salma.id, reason=" ")


async def test_forty_reviews_at_once_are_one_from_each_side(cast: Cast, order: Order) -> None:
    async def attempt(number: int) -> str:
        try:
            await write(order.id, cast.amina.id if number % 2 else cast.youssef.id, 1 + number % 5)
        except Conflict as refused:
            return refused.code
        return "written"

    said = await asyncio.gather(*(attempt(number) for number in range(RACERS)))
    assert sorted(said) == ["already_reviewed"] * (RACERS - 2) + ["written"] * 2
    async with unit_of_work() as session:
        assert (await rating_of(session, cast.youssef.id, HatKind.FREELANCER))[1] == 1
        assert (await rating_of(session, cast.amina.id, HatKind.CLIENT))[1] == 1
