"""Tries are counted whatever becomes of the request, and nobody can read from the table who tried."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from twiza.kit import clock, db, i18n, ratelimit
from twiza.kit.errors import TooMany
from twiza.kit.ratelimit import LocalLimit
from twiza.kit.ratelimit.models import RateLimit

A_MINUTE = timedelta(minutes=1)
database = pytest.mark.usefixtures("committed")


@database
async def test_the_try_after_the_last_is_refused_until_the_window_ends() -> None:
    for _ in range(3):
        await ratelimit.hit("sign-in:+212611111111", 3, A_MINUTE)
    with pytest.raises(TooMany) as refusal:
        await ratelimit.hit("sign-in:+212611111111", 3, A_MINUTE)
    assert 1 <= refusal.value.retry_after <= 60
    with clock.travel(timedelta(seconds=61)):
        await ratelimit.hit("sign-in:+212611111111", 3, A_MINUTE)


@database
async def test_keys_are_counted_apart_and_can_be_cleared() -> None:
    await ratelimit.hit("one", 1, A_MINUTE)
    await ratelimit.hit("two", 1, A_MINUTE)
    await ratelimit.clear("one")
    await ratelimit.hit("one", 1, A_MINUTE)
    with pytest.raises(TooMany):
        await ratelimit.hit("two", 1, A_MINUTE)


@database
async def test_a_request_that_fails_counts_all_the_same() -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            async with db.unit_of_work():
                await ratelimit.hit("code", 2, A_MINUTE)
                raise ZeroDivisionError
    with pytest.raises(TooMany):
        await ratelimit.hit("code", 2, A_MINUTE)


@database
async def test_a_costly_try_uses_up_more() -> None:
    await ratelimit.hit("export", 5, A_MINUTE, cost=4)
    with pytest.raises(TooMany):
        await ratelimit.hit("export", 5, A_MINUTE, cost=4)


@database
async def test_tries_at_the_same_instant_are_all_counted() -> None:
    outcomes = await asyncio.gather(
        *(ratelimit.hit("race", 4, A_MINUTE) for _ in range(10)), return_exceptions=True
    )
    assert sum(outcome is None for outcome in outcomes) == 4
    assert sum(isinstance(outcome, TooMany) for outcome in outcomes) == 6


@database
async def test_no_phone_stands_in_the_table_and_old_windows_go() -> None:
    await ratelimit.hit("code:+212611111111", 3, A_MINUTE)
    async with db.reading() as connection:
        (key,) = await connection.scalars(select(RateLimit.key))
    assert b"611111111" not in key
    with clock.travel(timedelta(minutes=2)):
        await ratelimit.prune()
    async with db.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(RateLimit)) == 0


def test_a_process_keeps_limits_of_its_own() -> None:
    limit = LocalLimit(limit=2, per=A_MINUTE)
    limit.hit("a")
    limit.hit("a")
    limit.hit("b")
    with pytest.raises(TooMany):
        limit.hit("a")


def test_a_flood_of_keys_does_not_fill_the_memory() -> None:
    limit = LocalLimit(limit=1, per=A_MINUTE, most_keys=100)
    for number in range(1_000):
        limit.hit(str(number))
    assert len(limit._windows) <= 100
    with pytest.raises(TooMany):
        limit.hit("999")


@pytest.mark.parametrize(
    ("language", "seconds", "said"),
    [
        ("fr", 1, "dans 1 seconde."),
        ("fr", 45, "dans 45 secondes."),
        ("fr", 91, "dans 2 minutes."),
        ("fr", 7200, "dans 2 heures."),
        ("en", 3600, "in 60 minutes."),
        ("ar", 1, "بعد ثانية واحدة."),
        ("ar", 120, "بعد دقيقتين."),
        ("ar", 299, "بعد 5 دقائق."),
        ("ar", 900, "بعد 15 دقيقة."),
    ],
)
def test_how_long_to_wait_is_said_as_people_count(language: str, seconds: int, said: str) -> None:
    with i18n.use(language):
        assert TooMany(seconds).text().endswith(said)
