"""Which level a category stands at: the first has an index of its own, and so has the second."""

import time
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from twiza.kit.db import rows
from twiza.profiles.places import Category

_KEPT_FOR = 60.0
_ALL = select(Category.slug, Category.id, Category.parent_id).where(Category.hidden.is_(False))
_known: tuple[float, Mapping[str, tuple[str, UUID]]] = (-_KEPT_FOR, {})


async def level_of(slug: str) -> tuple[str, UUID | None]:
    """`top` or `category` with its id; two times nothing when there is no such category, or it is hidden."""
    global _known
    if time.monotonic() - _known[0] > _KEPT_FOR or slug not in _known[1]:
        found = {row.slug: ("category" if row.parent_id else "top", row.id) for row in await rows(_ALL, {})}
        _known = time.monotonic(), found
    return _known[1].get(slug, ("", None))
