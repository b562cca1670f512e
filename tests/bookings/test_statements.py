"""What a confirmation asks of the database: no more for a crowd that it disappoints than for one."""

from tests.bookings import telling
from tests.cast import Cast
from tests.statements import counted
from twiza.bookings import confirming
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import Duration
from twiza.kit.db import unit_of_work


async def test_a_crowd_costs_no_more_statements_than_one(cast: Cast) -> None:
    async with unit_of_work() as session:
        pro, *clients = await telling.people(session, 9)
        await telling.open_all(session, pro)

    async def statements(rivals: int, hour: int) -> int:
        asked = []
        for client in clients[: rivals + 1]:
            async with unit_of_work() as session:
                asked += await telling.ask(session, client, [pro], telling.at(hour))
        with counted() as said:
            async with unit_of_work() as session:
                by = Actor.person(pro.id)
                await confirming.confirm(session, asked[0].id, by=by, duration=Duration.H1)
        return len(said)

    await statements(0, 8)
    few, many = await statements(1, 10), await statements(7, 12)
    assert many == few


async def test_who_waits_for_a_pro_waits_for_few_statements(cast: Cast) -> None:
    """From the lock of the two people to the commit; what the answer shows is read afterwards."""
    async with unit_of_work() as session:
        pro, client, *others = await telling.people(session, 5)
        await telling.open_all(session, pro, *others)
    async with unit_of_work() as session:
        (first,) = await telling.ask(session, client, [pro], telling.at(8))
    with counted() as confirming_it:
        async with unit_of_work() as session:
            await confirming.confirm(session, first.id, by=Actor.person(pro.id), duration=Duration.H1)
    with counted() as asking:
        async with unit_of_work() as session:
            await telling.ask(session, client, others, telling.at(10))
    assert len(_since_the_lock(confirming_it)) <= 8
    assert len(_since_the_lock(asking)) <= 10


def _since_the_lock(said: list[str]) -> list[str]:
    held = next(n for n, statement in enumerate(said) if "FOR NO KEY UPDATE OF pro_profile" in statement)
    return said[held:]
