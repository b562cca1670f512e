"""The two short lists that nearly every page shows, read at most once a minute by each process."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.profiles.places import Category, CategoryKind, City

_KEPT_FOR = 60.0
_CITIES = select(City.id, City.slug, City.name_fr, City.name_ar, City.name_en).order_by(
    City.position, City.id
)
_CATEGORIES = select(
    Category.id,
    Category.slug,
    Category.kind,
    Category.icon,
    Category.name_fr,
    Category.name_ar,
    Category.name_en,
).order_by(Category.position, Category.id)


@dataclass(frozen=True, slots=True)
class CityItem:
    """A city as lists show it."""

    id: UUID
    slug: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        return self.names[language]


@dataclass(frozen=True, slots=True)
class CategoryItem:
    """A category as lists show it."""

    id: UUID
    slug: str
    kind: CategoryKind
    icon: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        return self.names[language]


_cities: tuple[float, Sequence[CityItem]] = (-_KEPT_FOR, ())
_categories: tuple[float, Sequence[CategoryItem]] = (-_KEPT_FOR, ())


async def cities(connection: AsyncConnection) -> Sequence[CityItem]:
    """Every city, in the order the house prefers."""
    global _cities
    if time.monotonic() - _cities[0] > _KEPT_FOR or not _cities[1]:
        rows = (await connection.execute(_CITIES)).all()
        _cities = time.monotonic(), tuple(CityItem(row.id, row.slug, _names(row)) for row in rows)
    return _cities[1]


async def categories(connection: AsyncConnection) -> Sequence[CategoryItem]:
    """Every category, in the order the house prefers."""
    global _categories
    if time.monotonic() - _categories[0] > _KEPT_FOR or not _categories[1]:
        rows = (await connection.execute(_CATEGORIES)).all()
        found = tuple(CategoryItem(row.id, row.slug, row.kind, row.icon, _names(row)) for row in rows)
        _categories = time.monotonic(), found
    return _categories[1]


def _names(row: object) -> dict[str, str]:
    return {code: getattr(row, f"name_{code}") for code in ("fr", "ar", "en")}
