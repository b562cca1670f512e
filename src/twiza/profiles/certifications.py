"""Certificates, and who gave them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.profiles import entries, typed
from twiza.profiles.models import Certification

MOST = 15
LONGEST = 100


async def add_certification(
    session: AsyncSession, *, by: UUID, name: str, issuer: str, year: str, link: str
) -> Certification:
    await entries.hold_freelancer(session, by)
    said = _read(name, issuer, year, link)
    if there := await entries.twin(session, Certification, by, **said):
        return there
    await entries.check_room(session, Certification, by, MOST, "name")
    entry = Certification(account_id=by, **said)
    session.add(entry)
    await session.flush()
    return entry


async def change_certification(
    session: AsyncSession, certification_id: UUID, *, by: UUID, name: str, issuer: str, year: str, link: str
) -> Certification:
    """Other words, another year or address for one of one's own."""
    await entries.hold_freelancer(session, by)
    entry = await entries.own(session, Certification, certification_id, by)
    for field, value in _read(name, issuer, year, link).items():
        setattr(entry, field, value)
    await session.flush()
    return entry


async def remove_certification(session: AsyncSession, certification_id: UUID, *, by: UUID) -> None:
    await session.delete(await entries.own(session, Certification, certification_id, by))


def _read(name: str, issuer: str, year: str, link: str) -> dict[str, str | int | None]:
    fields = typed.Fields()
    said_name = fields.line("name", name, LONGEST)
    said_issuer = fields.line("issuer", issuer, LONGEST)
    given = fields.year("year", year)
    address = fields.link("link", link)
    fields.check()
    return {"name": said_name, "issuer": said_issuer, "year": given or 0, "link": address}
