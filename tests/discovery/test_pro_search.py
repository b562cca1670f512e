"""Who is found, in which order, on which page; and how the lists follow whatever changes."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.discovery.plumbers import ahead, open_hours, pro
from twiza.accounts.models import Account, AccountStatus
from twiza.discovery import pro_keeping, pro_ranking, pro_search
from twiza.discovery.models import ProListing
from twiza.discovery.pro_search import ProCard, ProsAsked
from twiza.kit import clock, db
from twiza.kit.db import unit_of_work
from twiza.profiles import Category, City
from twiza.pros.models import Neighbourhood, ProNeighbourhood, ProProfile, ProService


async def asking(city: str = "casablanca", category: str = "plomberie", **more: object) -> ProsAsked:
    async with db.reading() as connection:
        city_id = (await connection.execute(select(City.id).where(City.slug == city))).scalar()
        category_id = (
            await connection.execute(select(Category.id).where(Category.slug == category))
        ).scalar()
    return ProsAsked(city_id, category_id, **more)  # type: ignore[arg-type]


async def found(asked: ProsAsked, seed: int = 1, limit: int = 24) -> list[ProCard]:
    async with db.reading() as connection:
        return list((await pro_search.find(connection, asked, seed, limit=limit)).pros)


async def names(asked: ProsAsked, seed: int = 1) -> list[str]:
    return [card.name.removesuffix(" A.") for card in await found(asked, seed)]


async def test_free_comes_first_then_boost_premium_and_quality(committed: None) -> None:
    later = clock.now() + timedelta(days=3)
    async with unit_of_work() as session:
        await pro(session, 1, ratings=[5] * 40)
        boosted = await pro(session, 2, ratings=[2] * 40)
        await session.execute(
            update(ProService).where(ProService.pro_id == boosted.id).values(boosted_until=later)
        )
        await pro(session, 3, ratings=[3] * 40, premium_until=later)
        await pro(session, 4, ratings=[4] * 40)
        await pro(session, 5, ratings=[5] * 90, premium_until=later, free=[8 * 24 + 2])
        await pro(session, 6, city="fes")
        await pro(session, 7, categories=["peinture"])
    asked = await asking()
    assert await names(asked) == ["Driss2", "Driss3", "Driss1", "Driss4", "Driss5"]
    cards = await found(asked)
    assert [card.sponsored for card in cards] == [True, False, False, False, False]
    assert [card.premium for card in cards] == [False, True, False, False, True]
    assert [card.is_free for card in cards] == [True] * 4 + [False]
    # A Boost counts where it was bought alone.
    assert (await names(asked._replace(city_id=None)))[0] == "Driss3"


async def test_the_hour_asked_for_decides_who_is_free(committed: None) -> None:
    async with unit_of_work() as session:
        await pro(session, 1, free=[5, 30])
        await pro(session, 2, free=[6], ratings=[5] * 50)
        await pro(session, 3, free=[5], min_notice_hours=10, ratings=[5] * 90)
    cards = await found(await asking(at=ahead(5)))
    assert (cards[0].name, cards[0].is_free) == ("Driss1 A.", True)
    assert [card.is_free for card in cards[1:]] == [False, False]
    by_name = {card.name: card.next_free for card in cards}
    assert by_name == {"Driss1 A.": ahead(5), "Driss2 A.": ahead(6), "Driss3 A.": None}


async def test_filters_narrow(committed: None) -> None:
    async with unit_of_work() as session:
        city = await session.scalar(select(City.id).where(City.slug == "casablanca"))
        here, there = (
            Neighbourhood(city_id=city, slug=slug, name_fr=slug, name_ar=slug, name_en=slug)
            for slug in ("test-maarif", "test-anfa")
        )
        session.add_all([here, there])
        await session.flush()
        await pro(session, 1, ratings=[5] * 3, verified=True, price=400)
        served = await pro(session, 2, ratings=[3] * 3, takes_urgent=True, price=100)
        session.add(ProNeighbourhood(pro_id=served.id, neighbourhood_id=here.id))
    everybody = {"Driss1", "Driss2"}
    assert set(await names(await asking(neighbourhood_id=here.id))) == everybody
    assert await names(await asking(neighbourhood_id=there.id)) == ["Driss1"]
    assert await names(await asking(rating=450)) == ["Driss1"]
    assert await names(await asking(verified=True)) == ["Driss1"]
    assert await names(await asking(price=200_00)) == ["Driss2"]
    assert await names(await asking(urgent=True)) == ["Driss2"]
    async with db.reading() as connection:
        assert await pro_search.count(connection, await asking()) == 2
        assert await pro_search.count(connection, await asking(verified=True)) == 1


async def test_pages_neither_repeat_nor_miss_anybody(committed: None) -> None:
    async with unit_of_work() as session:
        for number in range(23):
            await pro(session, number, free=[3] if number % 3 else [], ratings=[number % 5 + 1] * 9)
    asked = await asking()
    for seed in (5, 6):
        seen: list[ProCard] = []
        place = None
        while True:
            async with db.reading() as connection:
                page = await pro_search.find(connection, asked, seed, after=place, limit=4)
            seen += page.pros
            place = page.next
            if place is None:
                break
        assert len({card.id for card in seen}) == len(seen) == 23
        assert [card.is_free for card in seen] == sorted((card.is_free for card in seen), reverse=True)
        assert [card.id for card in await found(asked, seed)] == [card.id for card in seen]


async def test_chance_moves_equals_alone_and_gives_everybody_their_turn(committed: None) -> None:
    async with unit_of_work() as session:
        for number in range(6):
            await pro(session, number)
        await pro(session, 9, ratings=[5] * 90)
    orders = {tuple(await names(await asking(), seed)) for seed in range(pro_ranking.SEEDS)}
    assert len(orders) > 8
    assert {order[0] for order in orders} == {"Driss9"}
    assert len(Counter(order[1] for order in orders)) > 2
    assert await names(await asking(), 3) == await names(await asking(), 3)


async def test_without_a_category_each_pro_is_named_once(committed: None) -> None:
    async with unit_of_work() as session:
        await pro(session, 1, categories=["plomberie", "peinture"])
    asked = await asking()
    assert await names(asked._replace(category_id=None)) == ["Driss1"]
    assert await names(asked._replace(category_id=None, city_id=None)) == ["Driss1"]
    assert await names(await asking(category="peinture")) == ["Driss1"]


def _profile(**values: object) -> Callable[[AsyncSession, UUID], Awaitable[object]]:
    return lambda session, pro_id: session.execute(
        update(ProProfile).where(ProProfile.account_id == pro_id).values(**values)
    )


GONE = {
    "paused": _profile(paused_at=text("now()")),
    "suspended": _profile(suspended_at=text("now()")),
    "hidden": _profile(hidden_until=text("now() + interval '1 day'")),
    "banned": lambda session, pro_id: session.execute(
        update(Account).where(Account.id == pro_id).values(status=AccountStatus.BANNED)
    ),
    "not offered": lambda session, pro_id: session.execute(
        update(ProService).where(ProService.pro_id == pro_id).values(is_active=False)
    ),
}


@pytest.mark.parametrize("how", GONE)
async def test_whoever_takes_nothing_isn_t_found(committed: None, how: str) -> None:
    async with unit_of_work() as session:
        one = await pro(session, 1)
    assert await names(await asking()) == ["Driss1"]
    async with unit_of_work() as session:
        await GONE[how](session, one.id)
    assert await names(await asking()) == []
    await pro_keeping.relist(one.id)
    async with unit_of_work() as session:
        assert (await session.scalars(select(ProListing.pro_id))).all() == []


async def test_a_booked_hour_is_no_longer_free_in_the_same_transaction(committed: None) -> None:
    async with unit_of_work() as session:
        one = await pro(session, 1, free=[2, 4])
    assert (await found(await asking()))[0].next_free == ahead(2)
    async with unit_of_work() as session:
        await open_hours(session, one.id, [4])
    assert (await found(await asking()))[0].next_free == ahead(4)
    async with unit_of_work() as session:
        await session.execute(text("UPDATE pro_calendar SET locked = open"))
    (card,) = await found(await asking())
    assert card.next_free is None
    assert not card.is_free


async def test_hours_opened_later_are_found(committed: None) -> None:
    async with unit_of_work() as session:
        one = await pro(session, 1, free=[2])
    assert not (await found(await asking(at=ahead(5))))[0].is_free
    async with unit_of_work() as session:
        await open_hours(session, one.id, [2, 5])
    assert (await found(await asking(at=ahead(5))))[0].is_free


async def test_the_clock_ends_boosts_premium_and_hiding(committed: None) -> None:
    async with unit_of_work() as session:
        first = await pro(session, 1, premium_until=clock.now() + timedelta(days=1))
        second = await pro(session, 2)
        await session.execute(
            update(ProService)
            .where(ProService.pro_id == second.id)
            .values(boosted_until=clock.now() + timedelta(days=1))
        )
        hidden = await pro(session, 3)
        await _profile(hidden_until=clock.now() + timedelta(days=1))(session, hidden.id)
    assert await names(await asking()) == ["Driss2", "Driss1"]
    async with unit_of_work() as session:
        # As if a day had gone by: the triggers don't look at the clock by themselves.
        await session.execute(text("ALTER TABLE pro_profile DISABLE TRIGGER list_pro"))
        past = clock.now() - timedelta(minutes=1)
        await session.execute(update(ProListing).values(changes_at=past))
        await session.execute(update(ProProfile).values(premium_until=past, hidden_until=past))
        await session.execute(text("ALTER TABLE pro_profile ENABLE TRIGGER list_pro"))
        await session.execute(text("ALTER TABLE pro_service DISABLE TRIGGER list_pro_of_service"))
        await session.execute(update(ProService).values(boosted_until=past))
        await session.execute(text("ALTER TABLE pro_service ENABLE TRIGGER list_pro_of_service"))
    await pro_keeping.follow_clock()
    cards = await found(await asking())
    assert {card.name for card in cards} == {"Driss1 A.", "Driss2 A.", "Driss3 A."}
    assert not any(card.premium or card.sponsored for card in cards)
    assert first.id in {card.id for card in cards}


async def test_identity_is_followed_once_it_was_checked(committed: None) -> None:
    async with unit_of_work() as session:
        one = await pro(session, 1)
        await session.execute(update(Account).values(identity_verified_at=clock.now()))
    await pro_keeping.relist(one.id)
    assert [card.verified for card in await found(await asking(verified=True))] == [True]
