"""Leaving: nothing personal is left in any table or on the disk, and what must stay stays."""

import asyncio

import httpx
import orjson
import pytest
from sqlalchemy import func, select, text, update

from tests.accounts.traces import ban_and_unban, everywhere, leave_traces, stored
from tests.cast import PASSWORD, Cast, sign_in
from tests.outbox import last_code
from twiza.accounts import administering, contact_changing, deleting
from twiza.accounts.models import Acceptance, Account, AdminAct, Permission
from twiza.accounts.proving import Proof
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.event_log import EventRow
from twiza.kit.storage import Visibility, erasing

PHONE = "+212688888888"


async def delete(account: Account, password: str = PASSWORD, code: str = "") -> None:
    async with unit_of_work() as session:
        await deleting.delete_account(session, account.id, password=password, code=code, address="a")


async def fresh(account: Account) -> Account:
    async with unit_of_work() as session:
        return await session.get_one(Account, account.id)


async def run_erasures() -> int:
    """What the worker does after the commit."""
    async with reading() as connection:
        found = await connection.scalars(
            text("SELECT payload FROM pgqueuer WHERE entrypoint = 'storage.erase_bytes'")
        )
        payloads = found.all()
    for payload in payloads:
        visibility, key = orjson.loads(payload)
        await erasing.erase_bytes(Visibility(visibility), key)
    return len(payloads)


async def test_no_trace_is_left_in_any_table_or_file(cast: Cast) -> None:
    mark = await leave_traces(cast.karim, PHONE, "karim")
    await ban_and_unban(cast, cast.karim)
    async with unit_of_work() as session:
        account = await session.get_one(Account, cast.karim.id)
        digest = account.password_hash or ""
        account.status_reason = mark["reason"]
    before = await everywhere()
    for word in [*mark.values(), PHONE, digest]:
        assert word in before, word
    files = len(stored())
    await delete(cast.karim)
    assert await run_erasures() == 2
    after = await everywhere()
    left = [word for word in [*mark.values(), PHONE, digest] if word in after]
    assert left == []
    assert len(stored()) == files - 3  # a document, a picture and its small copy


async def test_what_must_stay_stays_without_the_person(cast: Cast) -> None:
    await leave_traces(cast.karim, PHONE, "karim")
    await ban_and_unban(cast, cast.karim)
    await delete(cast.karim)
    async with reading() as connection:
        kept = [
            await connection.scalar(select(func.count()).where(Acceptance.account_id == cast.karim.id)),
            await connection.scalar(select(func.count()).where(AdminAct.subject_id == cast.karim.id)),
        ]
        told = (
            await connection.scalars(
                select(EventRow.name).where(EventRow.data.contains({"account_id": str(cast.karim.id)}))
            )
        ).all()
    assert kept == [1, 2]
    assert told.count("AccountDeleted") == 1
    assert "PasswordChanged" in told


async def test_others_keep_everything(cast: Cast) -> None:
    mark = await leave_traces(cast.amina, "+212699999999", "amina")
    await leave_traces(cast.karim, PHONE, "karim")
    await delete(cast.karim)
    await run_erasures()
    after = await everywhere()
    assert [word for word in mark.values() if word not in after] == []


async def test_a_wrong_password_deletes_nothing(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await delete(cast.karim, "pas le bon du tout")
    assert set(refused.value.fields) == {"password"}
    assert (await fresh(cast.karim)).deleted_at is None


async def test_twice_is_once(cast: Cast) -> None:
    await asyncio.gather(delete(cast.karim), delete(cast.karim))
    left = (await fresh(cast.karim)).deleted_at
    await delete(cast.karim, "whatever")
    assert left is not None
    assert (await fresh(cast.karim)).deleted_at == left
    async with reading() as connection:
        told = select(func.count()).where(EventRow.name == "AccountDeleted")
        assert await connection.scalar(told) == 1


async def test_sessions_end_and_the_number_is_free(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    await delete(cast.karim)
    assert (await client.get("/client/settings")).status_code in {303, 401}
    refused = await client.post("/auth/login", data={"login": cast.karim.phone, "password": PASSWORD})
    assert refused.status_code == 422
    proof = Proof(PASSWORD, clock.now(), "b")
    async with unit_of_work() as session:
        await contact_changing.ask_phone(session, cast.amina.id, cast.karim.phone or "", proof=proof)
    async with unit_of_work() as session:
        await contact_changing.confirm_phone(session, cast.amina.id, await last_code(cast.karim.phone or ""))
    assert (await fresh(cast.amina)).phone == cast.karim.phone


async def test_without_a_password_a_fresh_code_is_asked_for(cast: Cast) -> None:
    async with unit_of_work() as session:
        await session.execute(update(Account).where(Account.id == cast.karim.id).values(password_hash=None))
    with pytest.raises(Invalid):
        await delete(cast.karim, password="")
    async with unit_of_work() as session:
        await deleting.ask_for_code(session, cast.karim.id, address="a")
    await delete(cast.karim, code=await last_code(cast.karim.phone or ""))
    assert (await fresh(cast.karim)).deleted_at is not None


async def test_a_code_for_another_number_deletes_nothing(cast: Cast) -> None:
    async with unit_of_work() as session:
        await session.execute(update(Account).where(Account.id == cast.karim.id).values(password_hash=None))
    async with unit_of_work() as session:
        await contact_changing.ask_phone(session, cast.karim.id, PHONE, proof=Proof("", clock.now(), "a"))
    with pytest.raises(Invalid) as refused:
        await delete(cast.karim, code=await last_code(PHONE))
    assert refused.value.fields == {"code": deleting.OTHER_CODE}


async def test_the_last_owner_stays(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        await delete(cast.salma)
    assert refused.value.code == "last_owner"
    async with unit_of_work() as session:
        await administering.grant_admin(session, cast.amina.id, [Permission.OWNER])
    ends = await asyncio.gather(delete(cast.salma), delete(cast.amina), return_exceptions=True)
    assert sum(isinstance(end, Conflict) for end in ends) == 1
    assert sum(end is None for end in ends) == 1
