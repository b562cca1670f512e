"""Background work that was given up: an owner has it tried again or drops it, and the log says who."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.kit.tasks import parking


async def retry(session: AsyncSession, failed_id: UUID, *, by: UUID) -> None:
    """Have it tried again from the beginning."""
    await access.admin_with(session, by, Permission.OWNER)
    name = await parking.retry(session, failed_id)
    await audit.write(session, by, "retry-task", "task", failed_id, details={"task": name})


async def drop(session: AsyncSession, failed_id: UUID, *, by: UUID) -> None:
    """Give it up for good."""
    await access.admin_with(session, by, Permission.OWNER)
    name = await parking.drop(session, failed_id)
    await audit.write(session, by, "drop-task", "task", failed_id, details={"task": name})
