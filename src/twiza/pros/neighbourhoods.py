"""The parts of each city: read at most once a minute by each process, named and hidden by administrators."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.kit.db import lock
from twiza.kit.events import after_commit
from twiza.kit.i18n import N_
from twiza.profiles import naming, renaming, texts
from twiza.profiles.naming import Said
from twiza.profiles.places import City
from twiza.pros.models import Neighbourhood

SLUG_TAKEN = N_("Another neighbourhood of this city has this address already.")
_KEPT_FOR = 60.0
_IN_ORDER = (Neighbourhood.position, Neighbourhood.id)


@dataclass(frozen=True, slots=True)
class NeighbourhoodItem:
    """A neighbourhood as lists show it."""

    id: UUID
    slug: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        return self.names[language]


ByCity = Mapping[UUID, Sequence[NeighbourhoodItem]]
_kept: tuple[float, ByCity] = (-_KEPT_FOR, {})


async def by_city(connection: AsyncConnection) -> ByCity:
    """Those that aren't hidden, by the id of their city, in the order the house prefers."""
    global _kept
    if time.monotonic() - _kept[0] > _KEPT_FOR or not _kept[1]:
        one = Neighbourhood
        statement = select(one.city_id, one.id, one.slug, one.name_fr, one.name_ar, one.name_en)
        found: dict[UUID, list[NeighbourhoodItem]] = defaultdict(list)
        for row in await connection.execute(statement.where(one.hidden.is_(False)).order_by(*_IN_ORDER)):
            names = {"fr": row.name_fr, "ar": row.name_ar, "en": row.name_en}
            found[row.city_id].append(NeighbourhoodItem(row.id, row.slug, names))
        _kept = time.monotonic(), {city: tuple(places) for city, places in found.items()}
    return _kept[1]


def forget() -> None:
    """Read them again, as after a change; other processes learn of it within a minute."""
    global _kept
    _kept = (-_KEPT_FOR, {})


async def add(session: AsyncSession, city_id: UUID, *, by: UUID, slug: str, said: Said) -> Neighbourhood:
    """One more part of a city."""
    await access.admin_with(session, by, Permission.CONTENT)
    city = await lock(session, City, city_id)
    address = texts.line(slug).lower()
    names, position, faults = naming.read(said)
    there = (Neighbourhood.city_id == city.id, Neighbourhood.slug == address)
    if not naming.is_slug(address):
        faults["slug"] = naming.BAD_SLUG
    elif await session.scalar(select(Neighbourhood.id).where(*there)):
        faults["slug"] = SLUG_TAKEN
    naming.refuse(faults)
    added = Neighbourhood(city_id=city.id, slug=address, position=position, hidden=said.hidden, **names)
    session.add(added)
    await session.flush()
    details = {"city": city.slug, "slug": address}
    await audit.write(session, by, "add-neighbourhood", "neighbourhood", added.id, details=details)
    after_commit(session, _forget)
    return added


async def change(session: AsyncSession, neighbourhood_id: UUID, *, by: UUID, said: Said) -> Neighbourhood:
    """Other names, another place, hidden or shown again; whoever chose it keeps it."""
    changed = await renaming.change(session, Neighbourhood, neighbourhood_id, by=by, said=said)
    after_commit(session, _forget)
    return changed


async def every(session: AsyncSession) -> list[Neighbourhood]:
    """All of them, hidden ones too, as the editor lists them."""
    return list(await session.scalars(select(Neighbourhood).order_by(*_IN_ORDER)))


async def _forget() -> None:
    forget()
