"""The lists that each process keeps: what another one has just added is known as soon as somebody names it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete

from tests.cast import Cast
from twiza.kit.db import reading, unit_of_work
from twiza.profiles import lists
from twiza.profiles.places import Category, CategoryKind

SLUG = "tapisserie"


@pytest.fixture
async def added_elsewhere(cast: Cast) -> AsyncIterator[None]:
    """A category that this process has not heard of; categories outlive tests."""
    async with reading() as connection:
        await lists.categories(connection)
    names = {"name_fr": "Tapisserie", "name_ar": "تنجيد", "name_en": "Upholstery"}
    async with unit_of_work() as session:
        session.add(Category(slug=SLUG, kind=CategoryKind.LOCAL, icon="wrench", **names))
    yield
    async with unit_of_work() as session:
        await session.execute(delete(Category).where(Category.slug == SLUG))
    lists.forget()


async def test_a_category_is_known_by_its_name_at_once(
    added_elsewhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading() as connection:
        assert SLUG not in {one.slug for one in await lists.categories(connection)}
        monkeypatch.setattr(lists, "_SURE_FOR", 0.0)
        found = await lists.category_named(connection, SLUG)
        assert found
        assert found.name("fr") == "Tapisserie"
        assert await lists.category_named(connection, "nulle-part") is None
