"""The secret of a pro's calendar feed: derived, so nothing is stored, and worthless once the version is raised."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account, AccountStatus
from twiza.kit import signing
from twiza.kit.errors import NotFound
from twiza.pros.locking import hold_own
from twiza.pros.models import ProProfile

_PURPOSE = "calendar feed"


async def secret(connection: AsyncConnection | AsyncSession, pro_id: UUID) -> str:
    """The last part of the feed's address, for its owner's eyes."""
    found = select(ProProfile.feed_version).where(ProProfile.account_id == pro_id)
    version = (await connection.execute(found)).scalar_one_or_none()
    if version is None:
        raise NotFound
    return signing.sign(_PURPOSE, pro_id, version)


async def check(connection: AsyncConnection, pro_id: UUID, given: str) -> str:
    """The owner's language; NotFound for a wrong or old secret, and for whoever is banned, suspended or gone."""
    found = select(ProProfile.feed_version, Account.language).join(
        Account, Account.id == ProProfile.account_id
    )
    active = (Account.status == AccountStatus.ACTIVE, Account.deleted_at.is_(None))
    row = (await connection.execute(found.where(ProProfile.account_id == pro_id, *active))).one_or_none()
    if row is None or not signing.holds(given, _PURPOSE, pro_id, row.feed_version):
        raise NotFound
    return row.language


async def rotate(session: AsyncSession, account_id: UUID) -> None:
    """From now on the old address shows nothing to anybody."""
    (await hold_own(session, account_id)).feed_version += 1
