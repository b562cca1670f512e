"""The lists of a freelancer's profile, one entry at a time: each belongs to whoever wrote it, and has its limit."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats
from twiza.accounts.models import Account, HatKind
from twiza.kit.db import lock
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_
from twiza.profiles.models import Certification, Education, Project, Skill

Entry = TypeVar("Entry", Skill, Education, Certification, Project)
TOO_MANY = N_("That is as many as a profile holds: {most}.")


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
