"""The index follows whatever changes, in the same transaction; it folds and ranks as the program does."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from tests.discovery.offers import offer, titles
from twiza.accounts.models import Account, AccountStatus, Hat
from twiza.discovery import ranking, sweeping
from twiza.discovery.models import GigSearch, SearchWord
from twiza.discovery.stemming import stems
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import clock, db
from twiza.kit.db import unit_of_work
from twiza.profiles import City
from twiza.profiles.models import Fluency, SpokenLanguage

Change = Callable[[AsyncSession, Cast, UUID], Awaitable[object]]


async def _set(session: AsyncSession, gig: UUID, **values: object) -> None:
    await session.execute(update(Gig).where(Gig.id == gig).values(**values))


async def _account(session: AsyncSession, cast: Cast, **values: object) -> None:
    await session.execute(update(Account).where(Account.id == cast.youssef.id).values(**values))


VANISHING: dict[str, Change] = {
    "paused": lambda session, _, gig: _set(session, gig, status=GigStatus.PAUSED),
    "deleted": lambda session, _, gig: _set(session, gig, status=GigStatus.DELETED),
    "deactivated": lambda session, _, gig: _set(session, gig, deactivated_at=clock.now()),
    "erased": lambda session, _, gig: session.execute(delete(Gig).where(Gig.id == gig)),
    "banned": lambda session, cast, _: _account(session, cast, status=AccountStatus.BANNED),
    "suspended": lambda session, cast, _: _account(session, cast, status=AccountStatus.SUSPENDED),
    "gone": lambda session, cast, _: _account(session, cast, deleted_at=clock.now()),
}


async def one_gig(cast: Cast) -> UUID:
    async with unit_of_work() as session:
        return (await offer(session, cast.youssef.id, "Logo de café", price=300)).id


@pytest.mark.parametrize("how", VANISHING)
async def test_what_isn_t_offered_any_more_is_found_no_more(cast: Cast, how: str) -> None:
    gig = await one_gig(cast)
    assert await titles("logo") == ["Logo de café"]
    async with unit_of_work() as session:
        await VANISHING[how](session, cast, gig)
    assert await titles("logo") == []
    assert await titles() == []
    async with unit_of_work() as session:
        assert (await session.scalars(select(GigSearch.gig_id))).all() == []


async def test_what_comes_back_is_found_again(cast: Cast) -> None:
    gig = await one_gig(cast)
    for values in ({"status": GigStatus.PAUSED}, {"status": GigStatus.PUBLISHED}):
        async with unit_of_work() as session:
            await _set(session, gig, **values)
    async with unit_of_work() as session:
        await _account(session, cast, status=AccountStatus.BANNED)
    async with unit_of_work() as session:
        await _account(session, cast, status=AccountStatus.ACTIVE)
    assert await titles("logo") == ["Logo de café"]


async def test_drafts_are_nobody_s_business(cast: Cast) -> None:
    async with unit_of_work() as session:
        await offer(session, cast.youssef.id, "Logo en chantier", status=GigStatus.DRAFT)
    assert await titles("logo") == []


async def test_a_change_that_is_taken_back_leaves_no_trace(cast: Cast) -> None:
    gig = await one_gig(cast)
    async with db.AsyncSession(db.engine()) as session:
        await session.begin()
        await _set(session, gig, title="Affiche de concert")
        await session.rollback()
    assert await titles("logo") == ["Logo de café"]


async def test_words_prices_stars_places_and_languages_follow_at_once(cast: Cast) -> None:
    gig = await one_gig(cast)
    async with unit_of_work() as session:
        await _set(session, gig, title="Affiche de concert")
        await _set(session, gig, price=900_00, rating_sum=50, rating_count=10)
        fes = await session.scalar(select(City.id).where(City.slug == "fes"))
        await session.execute(update(Hat).where(Hat.account_id == cast.youssef.id).values(city_id=fes))
        session.add(SpokenLanguage(account_id=cast.youssef.id, code="zgh", fluency=Fluency.NATIVE))
    assert await titles("concert", price_least=800_00, rating=48, city="fes", language="zgh") == [
        "Affiche de concert"
    ]
    assert await titles("concert", city="rabat-sale") == []
    async with unit_of_work() as session:
        await session.execute(delete(SpokenLanguage))
        await _set(session, gig, rating_sum=0, rating_count=0)
    assert await titles(language="zgh") == await titles(rating=48) == []


async def test_the_clock_counts_words_and_fades_the_new(cast: Cast) -> None:
    async with unit_of_work() as session:
        gig = await offer(session, cast.youssef.id, "Logo tout neuf", age=1)
        before = await session.scalar(select(GigSearch.quality).where(GigSearch.gig_id == gig.id))
        await session.execute(
            update(GigSearch)
            .where(GigSearch.gig_id == gig.id)
            .values(published_at=clock.now() - timedelta(days=200))
        )
        await _set(session, gig.id, published_at=clock.now() - timedelta(days=200))
        await session.execute(update(GigSearch).values(fresh=3, quality=before))
    await sweeping.fade()
    await sweeping.count_answers()
    async with unit_of_work() as session:
        session.add(SearchWord(word="oublié", gigs=3))
    await sweeping.count_words()
    async with unit_of_work() as session:
        after = await session.scalar(select(GigSearch.quality).where(GigSearch.gig_id == gig.id))
        counted = {word.word: word.gigs for word in await session.scalars(select(SearchWord))}
    assert before
    assert after == before - 120_000
    assert counted["neuf"] == counted[""] == counted["c:design"] == 1
    assert "oublié" not in counted


@pytest.mark.parametrize(
    "said",
    [
        "Logos & identités visuelles : cafés, riads",
        "والتصميمات بالعربيّة للمحلات ٣٥",
        "مصممين ترجمات مغربي ڭرافيك لله",
        "C++ / C# / .NET, J’écris l’e-mail n°1",
        "ⵜⵡⵉⵣⴰ Œuvres ÉLÉGANTES ß straße 3D",
        "a:b & c|d !e (f) 'g' \\ * <-> %_",
        "☕🎉 \u202e\u200f",
    ],
)
async def test_the_database_cuts_words_as_we_do(database: str, said: str) -> None:
    async with db.reading() as connection:
        cut = await connection.scalar(text("SELECT search_text(:said)"), {"said": said})
    assert cut.split() == stems(said)


async def test_the_database_ranks_as_we_do(database: str) -> None:
    cases = [
        (sum_, count, orders, fresh, answers)
        for (sum_, count), orders, fresh, answers in product(
            ((0, 0), (5, 1), (9, 3), (480, 100)), (0, 1, 40), (0, 1, 2, 3), (0, 50, 100)
        )
    ]
    statement = text("SELECT gig_quality(:sum, :count, :orders, :fresh, :answers), gig_stars(:sum, :count)")
    async with db.reading() as connection:
        for case in cases:
            said = dict(zip(("sum", "count", "orders", "fresh", "answers"), case, strict=True))
            quality, stars = (await connection.execute(statement, said)).one()
            assert quality == pytest.approx(ranking.quality(*case) * ranking.SCALE, abs=1)
            assert stars == pytest.approx(ranking.stars(*case[:2]) * 1000, abs=1)


async def test_a_word_of_ten_thousand_letters_hurts_nobody(cast: Cast) -> None:
    async with unit_of_work() as session:
        await offer(session, cast.youssef.id, "Logo " + "a" * 10_000, description="ب" * 10_000)
    assert len(await titles("logo")) == 1
    assert await titles("a" * 10_000) == []
