"""The audit log: what an administrator did, to whom and why, in the transaction of the act itself."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import AdminAct
from twiza.kit import clock, ids


async def write(  # noqa: PLR0917  who did what to whom, why: read as a sentence
    session: AsyncSession,
    by: UUID,
    verb: str,
    subject: str,
    subject_id: UUID | None = None,
    reason: str | None = None,
    details: Mapping[str, object] | None = None,
) -> UUID:
    """Add one line to the log; it can't be changed or taken away afterwards."""
    row = ids.new()
    await session.execute(
        insert(AdminAct).values(
            id=row,
            admin_id=by,
            verb=verb,
            subject=subject,
            subject_id=subject_id,
            reason=reason,
            details=dict(details or {}),
            created_at=clock.now(),
        )
    )
    return row
