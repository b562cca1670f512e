"""Reviews of visits: the client alone, once, public at once, answered once, gone from the ratings when removed."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.bookings import telling
from tests.cast import Cast
from twiza.accounts.models import Hat, HatKind
from twiza.bookings.kinds import BookingStatus
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Forbidden, Invalid, NotFound
from twiza.reviews import answering, of_bookings, queries, removing
from twiza.reviews.delays import WRITABLE_FOR

RACERS = 20


@pytest.fixture
async def visit(cast: Cast) -> UUID:
    """Hassan has mended what leaked at Amina's."""
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        asked = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
        return (await telling.bring_to(session, asked, BookingStatus.COMPLETED)).id


async def write(visit: UUID, by: UUID, rating: int | None = 5, text: str = "Ponctuel et propre") -> UUID:
    async with unit_of_work() as session:
        return (await of_bookings.write(session, visit, by=by, rating=rating, text=text)).id


async def rating(account_id: UUID) -> tuple[int, int]:
    async with reading() as connection:
        found = select(Hat.rating_sum, Hat.rating_count).where(
            Hat.account_id == account_id, Hat.kind == HatKind.PRO
        )
        return tuple((await connection.execute(found)).one())


async def test_everybody_reads_it_at_once(cast: Cast, visit: UUID) -> None:
    review = await write(visit, cast.amina.id, 4)
    async with reading() as connection:
        found = await queries.one(connection, review, None)
        assert found is not None
        assert (found.rating, found.booking_id, found.order_id) == (4, visit, None)
        assert len((await queries.about(connection, cast.hassan.id, HatKind.PRO)).reviews) == 1
    assert await rating(cast.hassan.id) == (4, 1)


async def test_only_the_client_writes_and_only_once(cast: Cast, visit: UUID) -> None:
    with pytest.raises(NotFound):
        await write(visit, cast.karim.id)
    with pytest.raises(Forbidden):
        await write(visit, cast.hassan.id)
    with pytest.raises(Invalid):
        await write(visit, cast.amina.id, None, " ")
    await write(visit, cast.amina.id)
    with pytest.raises(Conflict) as twice:
        await write(visit, cast.amina.id)
    assert twice.value.code == "already_reviewed"


async def test_of_many_at_once_one_counts(cast: Cast, visit: UUID) -> None:
    said = await asyncio.gather(*(write(visit, cast.amina.id) for _ in range(RACERS)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in said) == ["Conflict"] * (RACERS - 1) + ["UUID"]
    assert await rating(cast.hassan.id) == (5, 1)


async def test_a_visit_that_is_not_done_or_long_past_is_not_reviewed(cast: Cast) -> None:
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        asked = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9)))[0]
        confirmed = (await telling.bring_to(session, asked, BookingStatus.CONFIRMED)).id
    with pytest.raises(Conflict) as early:
        await write(confirmed, cast.amina.id)
    assert early.value.code == "booking_not_completed"


async def test_after_sixty_days_it_is_too_late(cast: Cast, visit: UUID) -> None:
    with clock.travel(WRITABLE_FOR + timedelta(days=5)):
        with pytest.raises(Conflict) as late:
            await write(visit, cast.amina.id)
    assert late.value.code == "review_time_over"


async def test_the_pro_answers_once_and_a_removal_takes_the_stars_back(cast: Cast, visit: UUID) -> None:
    review = await write(visit, cast.amina.id)
    async with unit_of_work() as session:
        with pytest.raises(Forbidden):
            await answering.answer(session, review, by=cast.amina.id, text="Merci")
    async with unit_of_work() as session:
        await answering.answer(session, review, by=cast.hassan.id, text="Merci Amina")
    async with unit_of_work() as session:
        await removing.remove(session, review, by=cast.salma.id, reason="Insultes")
    assert await rating(cast.hassan.id) == (0, 0)
