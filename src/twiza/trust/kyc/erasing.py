"""Destroying pictures: unreadable at once, key and bytes gone right after the commit, and a line that proves it."""

from uuid import UUID

import structlog
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.storage import FileRow, Visibility, sealing, store
from twiza.kit.storage.erasing import erase_bytes
from twiza.kit.tasks import enqueue, task
from twiza.trust.kyc.models import KycCase, KycEnd, KycErasure, KycFile

log = structlog.get_logger()


class StillThere(RuntimeError):
    """A picture outlived its destruction; the task is tried again and, failing that, parked for a human."""


async def doom(session: AsyncSession, account_id: UUID, why: KycEnd) -> int:
    """Nobody reads these pictures any more once this has committed; a task destroys them right after."""
    now = clock.now()
    doomed = (
        await session.scalars(
            update(KycFile)
            .where(KycFile.account_id == account_id, KycFile.doomed_at.is_(None))
            .values(doomed_at=now, doomed_for=why)
            .returning(KycFile.file_id)
        )
    ).all()
    if doomed:
        gone = func.coalesce(FileRow.deleted_at, now)
        await session.execute(update(FileRow).where(FileRow.id.in_(doomed)).values(deleted_at=gone, name=""))
        await enqueue(session, destroy, account_id)
    return len(doomed)


@task("kyc.destroy", retries=20)
async def destroy(account_id: UUID) -> None:
    """Destroy the doomed pictures of this person and write the proof of each; twice is the same as once."""
    doomed = (
        select(KycFile.id, FileRow.key)
        .join(FileRow, FileRow.id == KycFile.file_id)
        .where(KycFile.account_id == account_id, KycFile.doomed_at.is_not(None))
    )
    async with reading() as connection:
        found = (await connection.execute(doomed)).all()
    for kyc_file_id, key in found:
        await erase_bytes(Visibility.SEALED, key)
        if await remains(key):
            raise StillThere(str(kyc_file_id))
        await _prove(account_id, kyc_file_id)


async def remains(key: str) -> bool:
    """Whether the key or any byte of a sealed picture is still there, by looking."""
    if sealing.has_key(key):
        return True
    folder = store.path_of(Visibility.SEALED, key).rpartition("/")[0]
    return any([path.endswith(f"/{key}") async for path in store.listed(folder)])


async def _prove(account_id: UUID, kyc_file_id: UUID) -> None:
    """Whoever takes the row away writes the line, so a picture has one."""
    async with unit_of_work() as session:
        case = await lock(session, KycCase, account_id)
        gone = (
            await session.execute(
                delete(KycFile)
                .where(KycFile.id == kyc_file_id, KycFile.doomed_at.is_not(None))
                .returning(KycFile.file_id, KycFile.side, KycFile.doomed_for)
            )
        ).one_or_none()
        if gone is None:
            return
        file_id, side, why = gone
        sha256 = await session.scalar(select(FileRow.sha256).where(FileRow.id == file_id))
        values = {"account_id": account_id, "file_id": file_id, "side": side, "sha256": sha256}
        await session.execute(insert(KycErasure).values(**values, reason=why, at=clock.now()))
        left = await session.scalar(select(func.count()).where(KycFile.account_id == account_id))
        if not left:
            case.files_gone_at = clock.now()
    log.info("identity picture destroyed", account=str(account_id), side=side, why=why)
