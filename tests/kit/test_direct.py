"""Statements past SQLAlchemy's own layers: the same values, refusals and transactions, and nothing left half open."""

import asyncio
from typing import cast as cast_to
from uuid import uuid4

import pytest
from sqlalchemy import ARRAY, Integer, Table, Text, bindparam, column, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.statements import counted
from twiza.accounts.models import Account, AccountStatus
from twiza.kit import db, direct
from twiza.kit.errors import Unkeepable

ACCOUNT = cast_to("Table", Account.__table__)
WHO = select(Account.id, Account.status, Account.notification_preferences).where(
    Account.first_name == bindparam("name"), Account.status == AccountStatus.ACTIVE
)
ECHO = select(bindparam("said", type_=Text).label("said"))
SELF = select(func.pg_backend_pid().label("pid"))
NAP = select(func.pg_sleep(bindparam("seconds")))
TWIN = insert(ACCOUNT).values(
    {name: bindparam(name) for name in ("id", "first_name", "last_name", "phone", "active_hat")}
)


async def test_values_are_what_they_are_elsewhere(cast: Cast, session: AsyncSession) -> None:
    found = await direct.row(session, WHO, {"name": "Hassan"})
    assert (found.id, found.status) == (cast.hassan.id, AccountStatus.ACTIVE)
    assert found.notification_preferences == {}
    assert await direct.row(session, WHO, {"name": "Nobody"}) is None
    (await session.get_one(Account, cast.hassan.id)).status = AccountStatus.SUSPENDED
    assert await direct.row(session, WHO, {"name": "Hassan"}) is None
    with pytest.raises(KeyError):
        await direct.rows(session, WHO, {})


async def test_a_refusal_is_sqlalchemys_and_undoes_the_transaction(committed: None) -> None:
    somebody = {"first_name": "A", "last_name": "B", "phone": "+212699000000", "active_hat": "client"}
    one = uuid4()
    with pytest.raises(IntegrityError):
        async with db.unit_of_work() as session:
            await direct.rows(session, TWIN, {**somebody, "id": one})
            await direct.rows(session, TWIN, {**somebody, "id": one})
    async with db.reading() as connection:
        assert await connection.scalar(select(func.count()).where(Account.id == one)) == 0


def test_defaults_of_pythons_own_are_refused(database: str) -> None:
    unnamed = insert(ACCOUNT).values({"first_name": bindparam("first_name")})
    with pytest.raises(TypeError, match="name every column"):
        direct.spoken(unnamed, db.reader().dialect)


@pytest.mark.parametrize("said", ["a\0b", "\ud800"])
async def test_text_that_cannot_be_kept_is_the_senders_fault(database: str, said: str) -> None:
    with pytest.raises(Unkeepable):
        await direct.alone(ECHO, {"said": said})
    assert (await direct.alone(ECHO, {"said": "أهلا"}))[0].said == "أهلا"


async def test_whoever_counts_statements_hears_of_them(database: str) -> None:
    with counted() as heard:
        await direct.alone(ECHO, {"said": "one"})
    assert len(heard) == 1


async def test_a_server_that_went_away_is_met_once(database: str) -> None:
    await db.reader().dispose()
    lent = 4
    before = {row[0].pid for row in await asyncio.gather(*(direct.alone(SELF, {}) for _ in range(lent)))}
    async with db.beside() as other:
        await other.execute(
            select(func.pg_terminate_backend(column("pid"))).select_from(
                func.unnest(bindparam("pids", type_=ARRAY(Integer))).alias("pid")
            ),
            {"pids": list(before)},
        )
    await asyncio.sleep(0.1)
    with pytest.raises(DBAPIError):
        await direct.alone(SELF, {})
    after = {row[0].pid for row in await asyncio.gather(*(direct.alone(SELF, {}) for _ in range(lent)))}
    assert not before & after


async def test_an_answer_nobody_waits_for_meets_nobody_else(database: str) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(direct.alone(NAP, {"seconds": 5.0}), 0.1)
    told = await asyncio.gather(*(direct.alone(ECHO, {"said": str(n)}) for n in range(20)))
    assert [rows[0].said for rows in told] == [str(n) for n in range(20)]


async def test_a_transaction_given_up_in_the_middle_leaves_its_connection_to_nobody(database: str) -> None:
    async def wait() -> None:
        async with db.unit_of_work() as session:
            await direct.rows(session, NAP, {"seconds": 5.0})

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(wait(), 0.1)
    told = await asyncio.gather(*(direct.alone(ECHO, {"said": str(n)}) for n in range(20)))
    assert [rows[0].said for rows in told] == [str(n) for n in range(20)]


async def test_a_session_that_begins_anew_speaks_on_the_connection_it_has_then(database: str) -> None:
    async with db.AsyncSession(db.engine()) as session:
        for _ in range(2):
            async with session.begin():
                (mine,) = await direct.rows(session, SELF, {})
                assert mine.pid == (await session.execute(SELF)).scalar_one()
