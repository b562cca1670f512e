"""What profiles do when an account goes."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import AccountDeleted
from twiza.kit.events import on
from twiza.profiles.models import Certification, Education, Project, Skill, SpokenLanguage


@on(AccountDeleted)
async def forget(session: AsyncSession, event: AccountDeleted) -> None:
    """What somebody told about themselves goes with them; the files are erased by accounts."""
    for table in (Skill, Education, Certification, SpokenLanguage, Project):
        await session.execute(delete(table).where(table.account_id == event.account_id))
