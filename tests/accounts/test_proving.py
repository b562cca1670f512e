"""Codes and links: short-lived, few tries, once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.outbox import last_code, last_token, messages
from twiza.accounts import codes, links, resetting, verifying
from twiza.accounts.models import Account, Code, CodePurpose, Link
from twiza.kit import clock, ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid, TooMany
from twiza.kit.event_log import EventRow

NEW = "+212666666666"


async def ask(account: Account, phone: str = NEW) -> None:
    async with unit_of_work() as session:
        await verifying.send_phone_code(session, account.id, phone, address="a")


async def prove(account: Account, code: str) -> Account:
    async with unit_of_work() as session:
        return await verifying.verify_phone(session, account.id, code)


async def test_the_code_proves_the_number_once(cast: Cast) -> None:
    await ask(cast.amina)
    code = await last_code(NEW)
    proved = await prove(cast.amina, code)
    assert (proved.phone, proved.phone_verified) == (NEW, True)
    with pytest.raises(Invalid):
        await prove(cast.amina, code)


async def test_arabic_digits_and_spaces_are_the_same_code(cast: Cast) -> None:
    await ask(cast.amina)
    code = await last_code(NEW)
    typed = code[:3] + " " + code[3:].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert (await prove(cast.amina, typed)).phone == NEW


async def test_five_wrong_tries_spend_a_code(cast: Cast) -> None:
    await ask(cast.amina)
    code = await last_code(NEW)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(codes.TRIES):
        with pytest.raises(Invalid) as refused:
            await prove(cast.amina, wrong)
        assert refused.value.fields["code"] == codes.WRONG
    with pytest.raises(Invalid) as refused:
        await prove(cast.amina, code)
    assert refused.value.fields["code"] == codes.SPENT


async def test_a_code_works_for_five_minutes(cast: Cast) -> None:
    await ask(cast.amina)
    code = await last_code(NEW)
    with clock.travel(timedelta(minutes=5, seconds=1)), pytest.raises(Invalid):
        await prove(cast.amina, code)
    with clock.travel(timedelta(minutes=4, seconds=50)):
        assert (await prove(cast.amina, code)).phone == NEW


async def test_a_newer_code_replaces_the_older_one_and_sending_is_limited(cast: Cast) -> None:
    await ask(cast.amina)
    await ask(cast.amina)
    old = await last_code(NEW)
    with pytest.raises(TooMany) as waits:
        await ask(cast.amina)
    assert 0 < waits.value.retry_after <= 60
    with clock.travel(timedelta(seconds=65)):
        await ask(cast.amina)
        new = await last_code(NEW)
        if old != new:
            with pytest.raises(Invalid):
                await prove(cast.amina, old)
        assert (await prove(cast.amina, new)).phone == NEW


async def test_another_account_cannot_use_the_code(cast: Cast) -> None:
    await ask(cast.amina)
    with pytest.raises(Invalid):
        await prove(cast.karim, await last_code(NEW))


async def test_a_number_with_an_owner_sends_its_owner_a_word_and_no_code(cast: Cast) -> None:
    await ask(cast.karim, phone="+212611111111")
    told = await messages("+212611111111")
    assert len(told) == 1
    assert "/auth/login" in told[0]
    async with reading() as connection:
        kept = (await connection.execute(select(Code.account_id, Code.holder))).one()
    assert kept.account_id is None
    assert kept.holder == cast.karim.id


async def test_who_proves_a_number_first_has_it_and_claimants_lose_it(cast: Cast) -> None:
    async with unit_of_work() as session:
        for account in (cast.amina, cast.karim):
            held = await session.merge(account)
            held.phone, held.phone_verified_at = NEW, None
    await ask(cast.amina)
    first = await last_code(NEW)
    with clock.travel(timedelta(minutes=1)):
        await ask(cast.karim)
        second = await last_code(NEW)
        await prove(cast.karim, second)
        with pytest.raises(Conflict) as lost:
            await prove(cast.amina, first)
    assert lost.value.code == "phone_taken"
    async with reading() as connection:
        phone = await connection.scalar(select(Account.phone).where(Account.id == cast.amina.id))
    assert phone is None


async def test_of_two_who_prove_a_number_at_once_one_has_it(cast: Cast) -> None:
    await ask(cast.amina)
    first = await last_code(NEW)
    with clock.travel(timedelta(minutes=1)):
        await ask(cast.karim)
        second = await last_code(NEW)
        ends = await asyncio.gather(
            prove(cast.amina, first), prove(cast.karim, second), return_exceptions=True
        )
    assert sorted(type(end).__name__ for end in ends) == ["Account", "Conflict"]
    async with reading() as connection:
        owners = await connection.scalar(select(func.count()).where(Account.phone == NEW))
    assert owners == 1


async def test_one_code_typed_twice_at_once_works_once(cast: Cast) -> None:
    await ask(cast.amina)
    code = await last_code(NEW)
    ends = await asyncio.gather(prove(cast.amina, code), prove(cast.amina, code), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["Account", "Invalid"]


async def test_no_code_or_link_is_ever_kept_or_logged_in_clear(cast: Cast) -> None:
    await ask(cast.amina)
    async with unit_of_work() as session:
        await resetting.ask_by_email(session, "amina@example.ma", address="a")
    code, token = await last_code(NEW), await last_token("amina@example.ma")
    async with reading() as connection:
        kept = [
            *await connection.scalars(select(Code.digest)),
            *await connection.scalars(select(Link.digest)),
        ]
        told = " ".join(str(data) for data in await connection.scalars(select(EventRow.data)))
    assert all(code.encode() not in digest and token.encode() not in digest for digest in kept)
    assert code not in told
    assert token not in told


async def test_an_email_link_is_looked_at_freely_and_used_once(cast: Cast) -> None:
    async with unit_of_work() as session:
        await verifying.send_email_link(session, cast.amina.id, "new@example.ma", address="a")
    token = await last_token("new@example.ma")
    async with unit_of_work() as session:
        assert await links.is_living(session, token, purpose=CodePurpose.VERIFY_EMAIL)
        assert not await links.is_living(session, token, purpose=CodePurpose.RESET_PASSWORD)
        account = await verifying.verify_email(session, token)
    assert account.email == "new@example.ma"
    async with unit_of_work() as session:
        with pytest.raises(links.LinkSpent):
            await verifying.verify_email(session, token)


async def test_a_link_works_for_thirty_minutes(cast: Cast) -> None:
    async with unit_of_work() as session:
        await verifying.send_email_link(session, cast.amina.id, "new@example.ma", address="a")
    token = await last_token("new@example.ma")
    with clock.travel(timedelta(minutes=31)):
        async with unit_of_work() as session:
            with pytest.raises(links.LinkSpent):
                await verifying.verify_email(session, token)


async def test_asking_for_an_unknown_number_leaves_the_same_trace(cast: Cast) -> None:
    async with unit_of_work() as session:
        known = await resetting.ask_by_phone(session, "+212611111111", address="a")
        unknown = await resetting.ask_by_phone(session, "+212677777777", address="b")
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(Code)) == 2
    assert known == cast.amina.id
    assert await messages("+212677777777") == []
    for holder in (known, unknown, ids.new()):
        async with unit_of_work() as session:
            with pytest.raises(Invalid):
                await resetting.reset_with_code(session, holder, "12345", password="un autre mot de passe")
