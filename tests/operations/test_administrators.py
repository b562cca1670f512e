from sqlalchemy import select

from twiza.accounts.models import Account, Permission
from twiza.kit.db import unit_of_work
from twiza.operations.administrators import create


async def test_an_administrator_is_made_with_every_permission_and_a_verified_phone(committed: None) -> None:
    await create(
        "0661 23 45 67", first_name="Salma", last_name="Rami", email=None, password="un mot de passe long"
    )
    async with unit_of_work() as session:
        account = (await session.scalars(select(Account))).one()
    assert account.phone == "+212661234567"
    assert account.phone_verified
    assert account.may(Permission.FINANCE)


async def test_whoever_has_the_phone_already_becomes_the_administrator(committed: None) -> None:
    for _ in range(2):
        await create(
            "0661234567", first_name="Salma", last_name="Rami", email=None, password="un mot de passe long"
        )
    async with unit_of_work() as session:
        assert len((await session.scalars(select(Account))).all()) == 1
