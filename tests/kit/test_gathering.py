"""What is gathered is written once, within the transaction, and what writing leads to is written as well."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.statements import counted
from twiza.kit import events
from twiza.kit.db import reading, unit_of_work
from twiza.kit.event_log import EventRow
from twiza.kit.gathering import Part, gather, leave, write_left

pytestmark = pytest.mark.usefixtures("committed")


@dataclass(frozen=True)
class Gathered(events.Event):
    what: str


async def _kept() -> int:
    async with reading() as connection:
        wanted = select(func.count()).where(EventRow.name == "Gathered")
        return (await connection.execute(wanted)).scalar_one()


async def test_each_writer_is_called_once_with_all_of_its_own_in_order() -> None:
    written: list[tuple[str, Sequence[object]]] = []

    async def one(_session: AsyncSession, items: Sequence[object]) -> None:
        written.append(("one", items))

    async def two(_session: AsyncSession, items: Sequence[object]) -> None:
        written.append(("two", items))

    async with unit_of_work() as session:
        for number in range(3):
            gather(session, one, number)
            gather(session, two, -number)
        assert not written
    assert written == [("one", [0, 1, 2]), ("two", [0, -1, -2])]


async def test_what_writing_records_is_kept_and_may_gather_again() -> None:
    async def write(session: AsyncSession, items: Sequence[object]) -> None:
        for item in items:
            events.record(session, Gathered(str(item)))
            if item == "first":
                gather(session, write, "second")

    async with unit_of_work() as session:
        gather(session, write, "first")
    assert await _kept() == 2


async def test_a_transaction_that_fails_writes_nothing() -> None:
    async def write(session: AsyncSession, items: Sequence[object]) -> None:
        events.record(session, Gathered(str(items)))

    with pytest.raises(ZeroDivisionError):
        async with unit_of_work() as session:
            gather(session, write, "never")
            raise ZeroDivisionError
    assert await _kept() == 0


async def test_events_that_lead_to_each_other_for_ever_are_a_fault() -> None:
    async def write(session: AsyncSession, _items: Sequence[object]) -> None:
        events.record(session, Gathered("again"))
        gather(session, write, "again")

    with pytest.raises(RuntimeError, match="circles"):
        async with unit_of_work() as session:
            gather(session, write, "once")
    assert await _kept() == 0


_OTHERS = Part(
    "others",
    {
        "read_others": "SELECT name FROM jsonb_to_recordset(:others) AS other (name text)",
        "kept_others": "INSERT INTO event (name) SELECT name FROM read_others",
    },
)


async def _others() -> list[str]:
    async with reading() as connection:
        wanted = select(EventRow.name).where(EventRow.name != "Gathered").order_by(EventRow.name)
        return list((await connection.execute(wanted)).scalars())


async def test_what_is_left_goes_in_by_one_statement_however_many_parts_it_has() -> None:
    with counted() as said:
        async with unit_of_work() as session:
            for name in ("one", "two"):
                leave(session, _OTHERS, {"name": name})
            events.record(session, Gathered("beside"))
            events.record(session, Gathered("them"))
            assert not said
    assert len(said) == 1
    assert await _others() == ["one", "two"]
    assert await _kept() == 2


async def test_what_is_left_of_a_transaction_that_fails_is_gone() -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work() as session:
            leave(session, _OTHERS, {"name": "never"})
            raise ZeroDivisionError
    async with unit_of_work() as session:
        await write_left(session)
    assert await _others() == []


async def test_a_row_that_the_database_refuses_takes_the_transaction_along() -> None:
    with pytest.raises(IntegrityError):
        async with unit_of_work() as session:
            events.record(session, Gathered("beside it"))
            leave(session, _OTHERS, {"name": None})
    assert await _kept() == 0
