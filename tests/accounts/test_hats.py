"""Hats: added once, worn at will, never somebody else's."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast, invite
from twiza.accounts import hats
from twiza.accounts.models import Account, Hat, HatKind
from twiza.kit import db
from twiza.kit.errors import NotFound
from twiza.kit.event_log import EventRow


@pytest.fixture
async def people(session: AsyncSession) -> Cast:
    return await invite(session)


async def kinds(session: AsyncSession, account_id: UUID) -> list[HatKind]:
    return [hat.kind for hat in await hats.worn(session, account_id)]


async def test_a_new_hat_is_worn_at_once_and_the_others_stay(session: AsyncSession, people: Cast) -> None:
    await hats.add_hat(session, people.amina.id, HatKind.PRO)
    assert set(await kinds(session, people.amina.id)) == {HatKind.CLIENT, HatKind.PRO}
    assert people.amina.active_hat is HatKind.PRO
    await hats.wear(session, people.amina.id, HatKind.CLIENT)
    assert people.amina.active_hat is HatKind.CLIENT


async def test_a_new_hat_starts_in_the_city_where_one_lives(session: AsyncSession, people: Cast) -> None:
    from twiza.profiles import City

    people.amina.city_id = await session.scalar(select(City.id).where(City.slug == "fes"))
    hat = await hats.add_hat(session, people.amina.id, HatKind.PRO)
    assert hat.city_id == people.amina.city_id is not None


async def test_a_hat_one_has_keeps_its_presentation(session: AsyncSession, people: Cast) -> None:
    hat = await hats.find(session, people.hassan.id, HatKind.PRO)
    assert hat
    hat.headline = "Plombier"
    again = await hats.add_hat(session, people.hassan.id, HatKind.PRO)
    assert (again.id, again.headline) == (hat.id, "Plombier")


async def test_a_hat_that_one_hasn_t_can_t_be_worn(session: AsyncSession, people: Cast) -> None:
    with pytest.raises(NotFound):
        await hats.wear(session, people.amina.id, HatKind.FREELANCER)
    assert people.amina.active_hat is HatKind.CLIENT


async def test_two_taps_at_once_add_one_hat_and_tell_it_once(cast: Cast) -> None:
    async def add() -> None:
        async with db.unit_of_work() as session:
            await hats.add_hat(session, cast.karim.id, HatKind.FREELANCER)

    await asyncio.gather(*(add() for _ in range(4)))
    async with db.unit_of_work() as session:
        added = select(func.count()).where(Hat.account_id == cast.karim.id, Hat.kind == HatKind.FREELANCER)
        told = select(func.count()).where(EventRow.name == "HatAdded")
        assert await session.scalar(added) == 1
        assert await session.scalar(told) == 1
        assert (await session.get_one(Account, cast.karim.id)).active_hat is HatKind.FREELANCER
