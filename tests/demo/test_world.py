"""The demo world: the same on every machine, loaded as often as one likes, and everybody in it can be met."""

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza import demo, discovery
from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.demo.people import PEOPLE, Somebody
from twiza.discovery.people import PAGE as PEOPLE_SHOWN
from twiza.kit import db
from twiza.kit.settings import CHECKOUT
from twiza.profiles import Category, CategoryKind
from twiza.profiles.presenting import LONGEST


async def snapshot(session: AsyncSession) -> list[tuple[object, ...]]:
    statement = (
        select(Account.id, Account.phone, Account.email, Account.password_hash, Hat.id, Hat.headline)
        .join(Hat, Hat.account_id == Account.id)
        .order_by(Account.id, Hat.id)
    )
    return [tuple(row) for row in (await session.execute(statement)).all()]


async def test_a_second_time_changes_nothing(session: AsyncSession) -> None:
    await demo.load(session)
    await session.flush()
    before = await snapshot(session)
    assert len(before) == len(PEOPLE)
    await demo.load(session)
    await session.flush()
    assert await snapshot(session) == before


async def test_what_somebody_changed_in_the_demo_stays_changed(session: AsyncSession) -> None:
    await demo.load(session)
    await session.flush()
    hassan = await session.scalar(select(Account).where(Account.first_name == "Hassan"))
    assert hassan
    hassan.bio = "Réécrit par moi"
    await session.flush()
    await demo.load(session)
    await session.flush()
    assert hassan.bio == "Réécrit par moi"


async def test_nobody_shares_a_number_or_a_name(session: AsyncSession) -> None:
    assert len({somebody.login for somebody in PEOPLE}) == len(PEOPLE)
    await demo.load(session)
    await session.flush()
    assert await session.scalar(select(func.count(func.distinct(Account.phone)))) == len(PEOPLE)


async def test_freelancers_work_online_and_pros_come_to_the_door(session: AsyncSession) -> None:
    await demo.load(session)
    await session.flush()
    statement = select(Hat.kind, Category.kind).join(Category, Category.id == Hat.category_id)
    pairs = {tuple(row) for row in (await session.execute(statement)).all()}
    assert pairs == {(HatKind.FREELANCER, CategoryKind.ONLINE), (HatKind.PRO, CategoryKind.LOCAL)}


@pytest.mark.parametrize("somebody", PEOPLE, ids=lambda somebody: somebody.first)
def test_each_one_is_presentable(somebody: Somebody) -> None:
    assert len(somebody.headline) <= LONGEST
    if somebody.hat in {HatKind.FREELANCER, HatKind.PRO}:
        assert somebody.headline
        assert somebody.bio
        assert somebody.category
    if somebody.face:
        assert (CHECKOUT / "static/art/av" / f"{somebody.face}.webp").is_file()


async def test_the_directory_is_full_and_the_banned_are_not_in_it(committed: None) -> None:
    async with db.unit_of_work() as session:
        await demo.load(session)
    async with db.reading() as connection:
        found = {
            kind: (await discovery.search_people(connection, discovery.Filters(kind))).people
            for kind in (HatKind.FREELANCER,)
        }
        shown = await discovery.featured(connection, 4)
    for kind, people in found.items():
        expected = [somebody for somebody in PEOPLE if somebody.hat is kind and not somebody.banned]
        assert len(people) == min(len(expected), PEOPLE_SHOWN) >= 8
    assert len(shown) == 4


async def test_the_logins_on_the_start_screen_work_and_the_banned_one_is_told_why(
    client: httpx.AsyncClient,
) -> None:
    async with db.unit_of_work() as session:
        await demo.load(session)
    for account in demo.ACCOUNTS:
        client.cookies.clear()
        answer = await client.post("/auth/login", data={"login": account.login, "password": demo.PASSWORD})
        home = await client.get("/dashboard", follow_redirects=account.role.startswith("Pro"))
        if account.role == "Banned":
            assert answer.status_code != 303
            assert home.status_code != 200
        else:
            assert answer.status_code == 303, account
            assert home.status_code == 200, account
    async with db.unit_of_work() as session:
        banned = await session.scalar(select(Account).where(Account.status == AccountStatus.BANNED))
    assert banned and banned.status_reason
