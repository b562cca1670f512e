"""Erasing files: unreadable at once, off the disk by a task, and a nightly sweep for what was left behind."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock, db
from twiza.kit.storage import sealing, store
from twiza.kit.storage.models import FileRow, Visibility
from twiza.kit.tasks import enqueue, task

# Long enough for any transaction that put a file to have ended.
_SWEPT_AFTER = timedelta(days=1)
_STEM = 32


async def erase(session: AsyncSession, file_id: UUID) -> None:
    """Nobody can read it once this has committed; its bytes and its key go right after."""
    row = await db.lock(session, FileRow, file_id)
    if row.deleted_at is None:
        row.deleted_at, row.name = clock.now(), ""
        await enqueue(session, erase_bytes, row.visibility.value, row.key)


@task("storage.erase_bytes", retries=20)
async def erase_bytes(visibility: Visibility, key: str) -> None:
    """Remove every copy of a file, the key of a sealed one first."""
    sealing.destroy_key(key)
    folder = store.path_of(visibility, key).rpartition("/")[0]
    found = [path async for path in store.listed(folder) if _stem(path) == key[:_STEM]]
    await store.delete(found)


async def sweep() -> int:
    """Remove bytes that no living row speaks of: of erased files, and of puts that were rolled back."""
    swept = 0
    for visibility in Visibility:
        async for paths in store.written_before(visibility.value, clock.now() - _SWEPT_AFTER):
            dead = await _dead(paths)
            for path in dead:
                sealing.destroy_key(path.rpartition("/")[2])
            await store.delete(dead)
            swept += len(dead)
    return swept


async def _dead(paths: list[str]) -> list[str]:
    stems = {_stem(path) for path in paths}
    keys = stems | {f"{stem}.webp" for stem in stems}
    living = select(FileRow.key).where(FileRow.key.in_(keys), FileRow.deleted_at.is_(None))
    async with db.reading() as connection:
        alive = {key[:_STEM] for key in (await connection.scalars(living)).all()}
    return [path for path in paths if _stem(path) not in alive]


def _stem(path: str) -> str:
    """A file and its narrower copies begin alike."""
    return path.rpartition("/")[2][:_STEM]
