"""Searching among very many people and events asks the indexes, never every row."""

import pytest
from sqlalchemy import Index, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import invite
from twiza.accounts import finding, own_data
from twiza.accounts.models import Account
from twiza.kit.event_log import EventRow


async def plan(session: AsyncSession, statement: str) -> str:
    """How the database would go about it if it had to use an index; on few rows it wouldn't trouble."""
    for kind in ("seqscan", "indexscan", "indexonlyscan"):
        await session.execute(text(f"SET LOCAL enable_{kind} = off"))
    return "\n".join(await session.scalars(text("EXPLAIN " + statement.replace(":", "\\:"))))


def indexes(table: Table) -> list[Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))


@pytest.fixture
async def indexed(session: AsyncSession) -> AsyncSession:
    """With the indexes that the models declare."""
    connection = await session.connection()
    for table in (Account.__table__, EventRow.__table__):
        assert isinstance(table, Table)
        for index in indexes(table):
            await connection.run_sync(lambda sync, made=index: made.create(sync, checkfirst=True))
    return session


@pytest.mark.parametrize(
    ("words", "index"),
    [
        ("berrada", "ix_account_told"),
        ("b", "ix_account_told"),
        ("amina@ex", "ix_account_told"),
        ("06 11 11 11", "ix_account_phone_part"),
        ("02120", "ix_account_phone_part"),
    ],
)
async def test_each_word_is_looked_up_in_an_index(indexed: AsyncSession, words: str, index: str) -> None:
    asked = finding.statement(finding.Filters(words)).compile(
        dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
    )
    assert index in await plan(indexed, str(asked).replace("%%", "%"))


@pytest.mark.parametrize("words", ["b", "amina b", "be", "AMINA BERRADA", "111111", "e_r", "%"])
async def test_short_words_begin_a_name_and_wildcards_are_letters(session: AsyncSession, words: str) -> None:
    cast = await invite(session)
    found = await finding.find(await session.connection(), finding.Filters(words))
    names = {one.id for one in found.people}
    assert (cast.amina.id in names) is (words not in {"e_r", "%"})
    assert cast.karim.id not in names


async def test_one_s_own_events_are_looked_up_in_an_index(indexed: AsyncSession) -> None:
    cast = await invite(indexed)
    condition = f"SELECT name FROM event WHERE data ->> 'account_id' = '{cast.amina.id}'"
    assert "ix_event_account" in await plan(indexed, condition)
    assert await own_data.events(indexed, cast.amina.id) == []
