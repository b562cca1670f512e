"""The two short lists that nearly every page shows, read about once a minute by each process."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.profiles.places import Category, CategoryKind, City

_KEPT_FOR = 60.0
# Whoever names what the list doesn't have may know better: another process may have made it.
_SURE_FOR = 1.0
_CITIES = select(City.id, City.slug, City.hidden, City.name_fr, City.name_ar, City.name_en).order_by(
    City.position, City.id
)
_ANY: Select[*tuple[Any, ...]] = select(
    Category.id,
    Category.parent_id,
    Category.slug,
    Category.kind,
    Category.icon,
    Category.name_fr,
    Category.name_ar,
    Category.name_en,
)
_CATEGORIES = _ANY.where(Category.hidden.is_(False)).order_by(Category.position, Category.id)


@dataclass(frozen=True, slots=True)
class CityItem:
    """A city as lists show it."""

    id: UUID
    slug: str
    names: Mapping[str, str]
    hidden: bool = False

    def name(self, language: str) -> str:
        return self.names[language]


@dataclass(frozen=True, slots=True)
class CategoryItem:
    """A category as lists show it, with those of the second level that lie under it."""

    id: UUID
    slug: str
    kind: CategoryKind
    icon: str
    names: Mapping[str, str]
    children: tuple["CategoryItem", ...] = ()

    def name(self, language: str) -> str:
        return self.names[language]


_cities: tuple[float, Sequence[CityItem]] = (-_KEPT_FOR, ())
_categories: tuple[float, Sequence[CategoryItem]] = (-_KEPT_FOR, ())


async def cities(connection: AsyncConnection, *, keeping: Collection[UUID | None] = ()) -> Sequence[CityItem]:
    """The cities that can be chosen, in the order the house prefers, and those that somebody has already."""
    return tuple(one for one in await every_city(connection) if not one.hidden or one.id in keeping)


async def every_city(connection: AsyncConnection) -> Sequence[CityItem]:
    """Hidden ones too, for what was said of them while they could be chosen."""
    global _cities
    if time.monotonic() - _cities[0] > _KEPT_FOR or not _cities[1]:
        rows = (await connection.execute(_CITIES)).all()
        _cities = time.monotonic(), tuple(CityItem(row.id, row.slug, _names(row), row.hidden) for row in rows)
    return _cities[1]


async def categories(connection: AsyncConnection, *, kept_for: float = _KEPT_FOR) -> Sequence[CategoryItem]:
    """The categories of the first level, in the order the house prefers; hidden ones are left out."""
    global _categories
    if time.monotonic() - _categories[0] > kept_for or not _categories[1]:
        rows = (await connection.execute(_CATEGORIES)).all()
        _categories = time.monotonic(), _tree(rows)
    return _categories[1]


async def category_named(connection: AsyncConnection, slug: str) -> CategoryItem | None:
    """The category of either level with this slug, unless it is hidden or its parent is."""
    for kept_for in (_KEPT_FOR, _SURE_FOR):
        for each in _flat(await categories(connection, kept_for=kept_for)):
            if each.slug == slug:
                return each
    return None


async def category_kept(connection: AsyncConnection, category_id: UUID) -> CategoryItem | None:
    """A category that something still has, hidden or not."""
    for each in _flat(await categories(connection)):
        if each.id == category_id:
            return each
    row = (await connection.execute(_ANY.where(Category.id == category_id))).one_or_none()
    return CategoryItem(row.id, row.slug, row.kind, row.icon, _names(row)) if row else None


def forget() -> None:
    """Read both lists again, as after a change; other processes learn of it within a minute."""
    global _cities, _categories
    _cities, _categories = (-_KEPT_FOR, ()), (-_KEPT_FOR, ())


def _flat(items: Iterable[CategoryItem]) -> Iterator[CategoryItem]:
    for item in items:
        yield item
        yield from item.children


def _tree(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[CategoryItem, ...]:
    under: dict[UUID | None, list[CategoryItem]] = defaultdict(list)
    # The second level first, for a parent is made with its children.
    for row in sorted(rows, key=lambda row: row.parent_id is None):
        children = tuple(under[row.id])
        under[row.parent_id].append(CategoryItem(row.id, row.slug, row.kind, row.icon, _names(row), children))
    return tuple(under[None])


def _names(row: object) -> dict[str, str]:
    return {code: getattr(row, f"name_{code}") for code in ("fr", "ar", "en")}
