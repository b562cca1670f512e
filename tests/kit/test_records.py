"""The shortest way to rows: the same pool, the same refusals, and no connection that is of no use."""

import asyncio

import pytest
from sqlalchemy import Text, bindparam, func, select, text

from tests.cast import Cast
from twiza.accounts.models import Account
from twiza.kit import db
from twiza.kit.errors import Unkeepable
from twiza.kit.records import records

NAMED = select(Account.id, Account.first_name).where(
    Account.first_name == bindparam("name"), Account.last_name != "nobody’s"
)
NAP = select(func.pg_sleep(bindparam("seconds")))
SELF = select(func.pg_backend_pid())
ECHO = select(bindparam("said", type_=Text))


async def test_values_of_the_call_and_of_the_statement(cast: Cast) -> None:
    (found,) = await records(NAMED, {"name": "Hassan"})
    assert (found["id"], found[1]) == (cast.hassan.id, "Hassan")
    with pytest.raises(KeyError):
        await records(NAMED, {})


@pytest.mark.parametrize("said", ["a\0b", "\ud800"])
async def test_text_that_cannot_be_kept_is_the_senders_fault(database: str, said: str) -> None:
    with pytest.raises(Unkeepable):
        await records(ECHO, {"said": said})
    assert (await records(ECHO, {"said": "أهلا"}))[0][0] == "أهلا"


async def test_a_connection_the_server_closed_is_replaced(database: str) -> None:
    ended = (await records(SELF, {}))[0][0]
    async with db.beside() as other:
        await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": ended})
    await asyncio.sleep(0.1)
    assert (await records(SELF, {}))[0][0] != ended


async def test_an_answer_nobody_waits_for_meets_nobody_else(database: str) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(records(NAP, {"seconds": 5.0}), 0.1)
    told = await asyncio.gather(*(records(ECHO, {"said": str(n)}) for n in range(20)))
    assert [rows[0][0] for rows in told] == [str(n) for n in range(20)]
