"""An administrator opens a picture; each look leaves a line, written before the first byte is read."""

from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access
from twiza.accounts.models import Permission
from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.kit.storage import FileRow
from twiza.trust.kyc.models import KycFile, KycLook, KycSide


async def look(session: AsyncSession, account_id: UUID, side: KycSide, *, by: UUID) -> FileRow:
    """The sealed picture, to be read once this has committed; a doomed one isn't there."""
    await access.admin_with(session, by, Permission.KYC)
    wanted = (
        select(FileRow)
        .join(KycFile, KycFile.file_id == FileRow.id)
        .where(
            KycFile.account_id == account_id,
            KycFile.side == side,
            KycFile.doomed_at.is_(None),
            FileRow.deleted_at.is_(None),
        )
    )
    row = await session.scalar(wanted)
    if row is None:
        raise NotFound
    seen = {"account_id": account_id, "admin_id": by, "side": side, "at": clock.now()}
    await session.execute(insert(KycLook).values(**seen))
    return row
