"""A second start asks one question; what an earlier one left undone is still found."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from tests.cast import Cast
from twiza.kit.db import unit_of_work
from twiza.kit.migrating import head
from twiza.kit.settings import settings
from twiza.operations.freshness import is_as_left


@pytest.fixture
async def an_older_database(committed: None) -> AsyncIterator[None]:
    await _say(version="0001")
    yield
    await _say(version=head())


async def _say(version: str) -> None:
    async with unit_of_work() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def _with(**changes: object) -> object:
    return settings().model_copy(update=changes)


async def test_a_database_with_people_at_the_newest_revision_needs_nothing(cast: Cast) -> None:
    assert await is_as_left(_with(env="development", demo=True))  # type: ignore[arg-type]


async def test_production_looks_closer(cast: Cast) -> None:
    assert not await is_as_left(_with(env="production"))  # type: ignore[arg-type]


async def test_without_people_the_demo_world_is_still_to_come(committed: None) -> None:
    assert not await is_as_left(_with(env="development", demo=True))  # type: ignore[arg-type]
    assert await is_as_left(_with(env="development", demo=False))  # type: ignore[arg-type]


async def test_an_older_revision_is_migrated(an_older_database: None) -> None:
    assert not await is_as_left(_with(env="development", demo=False))  # type: ignore[arg-type]
