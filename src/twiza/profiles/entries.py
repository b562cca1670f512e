"""The lists of a freelancer's profile, one entry at a time: each belongs to whoever wrote it, and has its limit."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats
from twiza.accounts.models import Account, HatKind
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.profiles import texts
from twiza.profiles.models import Certification, Education, Project, Skill

Entry = TypeVar("Entry", Skill, Education, Certification, Project)
MISSING = N_("Fill this in.")
TOO_LONG = N_("Use at most {most} characters.")
TOO_MANY = N_("That is as many as a profile holds: {most}.")
NO_YEAR = N_("Enter a year such as 2019.")
NO_LINK = N_("Enter an address that begins with https://")
_FIRST_YEAR = 1950
_LONGEST_LINK = 300


async def hold_freelancer(session: AsyncSession, account_id: UUID) -> Account:
    """The account, held, so that two clicks don't pass a limit together; others have no such profile."""
    account = await lock(session, Account, account_id)
    if await hats.find(session, account_id, HatKind.FREELANCER) is None:
        raise NotFound
    return account


async def own(session: AsyncSession, kind: type[Entry], entry_id: UUID, by: UUID) -> Entry:
    """One's own entry; another's isn't there."""
    found = await session.scalar(select(kind).where(kind.id == entry_id, kind.account_id == by))
    if found is None:
        raise NotFound
    return found


async def twin(session: AsyncSession, kind: type[Entry], by: UUID, **said: str | int | None) -> Entry | None:
    """An entry that says the very same: a form that is sent twice adds nothing twice."""
    return await session.scalar(select(kind).filter_by(account_id=by, **said).limit(1))


async def check_room(session: AsyncSession, kind: type[Entry], by: UUID, most: int, field: str) -> None:
    """Refuse one more than a profile holds."""
    count = await session.scalar(select(func.count()).select_from(kind).where(kind.account_id == by))
    if (count or 0) >= most:
        raise Invalid({field: TOO_MANY}, most=most)


class Fields:
    """What was typed, read field by field; all faults are told at once."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self.params: dict[str, str | int] = {}

    def line(self, field: str, text: str, most: int, *, required: bool = True) -> str:
        said = texts.line(text)
        if required and not said:
            self.faults[field] = MISSING
        elif len(said) > most:
            self.faults[field], self.params["most"] = TOO_LONG, most
        return said

    def paragraphs(self, field: str, text: str, most: int) -> str:
        said = texts.paragraphs(text)
        if len(said) > most:
            self.faults[field], self.params["most"] = TOO_LONG, most
        return said

    def year(self, field: str, text: str, *, ahead: int = 0, required: bool = True) -> int | None:
        """A year people live in; Arabic digits are digits."""
        bare = texts.line(text)
        if not bare and not required:
            return None
        year = int(bare) if len(bare) == 4 and bare.isdecimal() else 0
        if not _FIRST_YEAR <= year <= clock.local(clock.now()).year + ahead:
            self.faults[field] = NO_YEAR
            return None
        return year

    def link(self, field: str, text: str) -> str:
        """Only addresses that a browser opens as a page: never a script in disguise."""
        bare = texts.line(text)
        if bare and (
            not bare.startswith(("https://", "http://")) or " " in bare or len(bare) > _LONGEST_LINK
        ):
            self.faults[field] = NO_LINK
        return bare

    def check(self) -> None:
        if self.faults:
            raise Invalid(self.faults, **self.params)
