"""Administrators name, order and hide the cities; their addresses stay, for links point at them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.kit.events import after_commit
from twiza.kit.i18n import N_
from twiza.profiles import lists, naming, renaming, texts
from twiza.profiles.naming import Said
from twiza.profiles.places import City

SLUG_TAKEN = N_("Another city has this address already.")


async def add_city(session: AsyncSession, *, by: UUID, slug: str, said: Said) -> City:
    """One more city; pros may serve it from now on."""
    await access.admin_with(session, by, Permission.CONTENT)
    address = texts.line(slug).lower()
    names, position, faults = naming.read(said)
    if not naming.is_slug(address):
        faults["slug"] = naming.BAD_SLUG
    elif await session.scalar(select(City.id).where(City.slug == address)):
        faults["slug"] = SLUG_TAKEN
    naming.refuse(faults)
    city = City(slug=address, position=position, hidden=said.hidden, **names)
    session.add(city)
    await session.flush()
    await audit.write(session, by, "add-city", "city", city.id, details={"slug": address})
    after_commit(session, _forget)
    return city


async def change_city(session: AsyncSession, city_id: UUID, *, by: UUID, said: Said) -> City:
    """Other names, another place in the lists, hidden or shown again; whoever has it keeps it."""
    city = await renaming.change(session, City, city_id, by=by, said=said)
    after_commit(session, _forget)
    return city


async def every(session: AsyncSession) -> list[City]:
    """All of them, hidden ones too, in the order of the lists."""
    return list(await session.scalars(select(City).order_by(City.position, City.id)))


async def _forget() -> None:
    lists.forget()
