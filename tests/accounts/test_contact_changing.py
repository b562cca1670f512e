"""Another phone or email: proved first, told to the old one, never told to a stranger."""

import asyncio

import pytest
from sqlalchemy import delete, select

from tests.cast import PASSWORD, Cast
from tests.outbox import last_code, last_token, messages
from twiza.accounts import contact_changing, resetting, verifying
from twiza.accounts.links import LinkSpent
from twiza.accounts.models import Account, Code, CodePurpose
from twiza.accounts.proving import Proof
from twiza.kit import clock, ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.ratelimit.models import RateLimit

NEW_PHONE, NEW_EMAIL = "+212677777777", "amina.nouvelle@example.ma"


def proof() -> Proof:
    return Proof(PASSWORD, clock.now(), str(ids.new()))


async def ask_phone(account: Account, phone: str = NEW_PHONE) -> None:
    async with unit_of_work() as session:
        await contact_changing.ask_phone(session, account.id, phone, proof=proof())


async def confirm_phone(account: Account, code: str) -> Account:
    async with unit_of_work() as session:
        return await contact_changing.confirm_phone(session, account.id, code)


async def ask_email(account: Account, email: str = NEW_EMAIL) -> None:
    async with unit_of_work() as session:
        await contact_changing.ask_email(session, account.id, email, proof=proof())


async def confirm_email(account: Account, code: str) -> Account:
    async with unit_of_work() as session:
        return await contact_changing.confirm_email(session, account.id, code)


async def fresh(account: Account) -> Account:
    async with unit_of_work() as session:
        return await session.get_one(Account, account.id)


async def test_the_new_number_counts_once_proved_and_the_old_one_is_told(cast: Cast) -> None:
    old = cast.amina.phone or ""
    await ask_phone(cast.amina)
    assert (await fresh(cast.amina)).phone == old
    changed = await confirm_phone(cast.amina, await last_code(NEW_PHONE))
    assert (changed.phone, changed.phone_verified) == (NEW_PHONE, True)
    assert "numéro" in (await messages(old))[-1]
    assert NEW_PHONE not in (await messages(old))[-1]


async def test_the_new_address_counts_once_proved_and_the_old_one_is_told(cast: Cast) -> None:
    old = cast.amina.email or ""
    await ask_email(cast.amina)
    assert (await fresh(cast.amina)).email == old
    changed = await confirm_email(cast.amina, await last_code(NEW_EMAIL))
    assert (changed.email, changed.email_verified) == (NEW_EMAIL, True)
    assert "adresse" in (await messages(old))[-1]
    assert NEW_EMAIL not in (await messages(old))[-1]


async def test_a_first_address_has_no_former_one_to_tell(cast: Cast) -> None:
    async with unit_of_work() as session:
        account = await session.get_one(Account, cast.amina.id)
        account.email = account.email_verified_at = None
    await ask_email(cast.amina)
    assert (await confirm_email(cast.amina, await last_code(NEW_EMAIL))).email == NEW_EMAIL
    assert await messages("amina@example.ma") == []


@pytest.mark.parametrize("kind", ["phone", "email"])
async def test_what_has_an_owner_looks_the_same_and_only_the_owner_hears(cast: Cast, kind: str) -> None:
    purpose = CodePurpose.VERIFY_PHONE if kind == "phone" else CodePurpose.VERIFY_EMAIL
    theirs = (cast.youssef.phone if kind == "phone" else cast.youssef.email) or ""
    await (ask_phone if kind == "phone" else ask_email)(cast.amina, theirs)
    async with unit_of_work() as session:
        assert await contact_changing.pending(session, cast.amina.id, purpose) == theirs
    async with reading() as connection:
        assert (await connection.scalars(select(Code.account_id))).all() == [None]
    heard = await messages(theirs)
    assert len(heard) == 1
    assert "compte" in heard[0]
    assert "Amina" not in heard[0]
    for typed in ("000000", "111111"):
        with pytest.raises(Invalid):
            await (confirm_phone if kind == "phone" else confirm_email)(cast.amina, typed)


async def test_what_is_ones_own_already_is_said(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        await ask_phone(cast.amina, cast.amina.phone or "")
    assert refused.value.fields == {"phone": contact_changing.SAME_PHONE}
    with pytest.raises(Invalid) as refused:
        await ask_email(cast.amina, "AMINA@example.ma")
    assert refused.value.fields == {"email": contact_changing.SAME_EMAIL}


@pytest.mark.parametrize("kind", ["phone", "email"])
async def test_two_who_prove_the_same_at_once_end_with_one_owner(cast: Cast, kind: str) -> None:
    ask, confirm = (ask_phone, confirm_phone) if kind == "phone" else (ask_email, confirm_email)
    target = NEW_PHONE if kind == "phone" else NEW_EMAIL
    await ask(cast.amina, target)
    first = await last_code(target)
    async with unit_of_work() as session:  # the same target may be written to once in 45 seconds
        await session.execute(delete(RateLimit))
    await ask(cast.karim, target)
    second = await last_code(target)
    ends = await asyncio.gather(
        confirm(cast.amina, first), confirm(cast.karim, second), return_exceptions=True
    )
    assert {type(end) for end in ends} == {Account, Conflict}
    column = Account.phone if kind == "phone" else Account.email
    async with reading() as connection:
        assert len((await connection.scalars(select(Account.id).where(column == target))).all()) == 1


async def test_resets_sent_to_the_old_address_stop_working(cast: Cast) -> None:
    async with unit_of_work() as session:
        await resetting.ask_by_email(session, cast.amina.email or "", address="a")
    token = await last_token(cast.amina.email or "")
    await ask_email(cast.amina)
    await confirm_email(cast.amina, await last_code(NEW_EMAIL))
    with pytest.raises(LinkSpent):
        async with unit_of_work() as session:
            await resetting.reset_with_link(session, token, password="un mot de passe bien long")


async def test_a_link_sent_before_cant_undo_the_change(cast: Cast) -> None:
    async with unit_of_work() as session:
        await verifying.send_email_link(session, cast.amina.id, "autre@example.ma", address="a")
    token = await last_token("autre@example.ma")
    await ask_email(cast.amina)
    await confirm_email(cast.amina, await last_code(NEW_EMAIL))
    with pytest.raises(LinkSpent):
        async with unit_of_work() as session:
            await verifying.verify_email(session, token)
