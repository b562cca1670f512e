"""Taking one's data along: a zip of all that is kept about one person, and of nobody else."""

import tempfile
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from typing import IO
from uuid import UUID

import orjson
from anyio import to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import own_data
from twiza.kit import ratelimit, storage
from twiza.kit.db import unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.storage import FileRow

LIMIT, PER = 5, timedelta(days=1)
FILE_NAME = "twiza-data.zip"
Part = Callable[[AsyncSession, UUID], Awaitable[object]]
_CHUNK = 256 * 1024
_IN_MEMORY = 2 * 1024 * 1024

_parts: dict[str, Part] = dict(own_data.PARTS)


def part(name: str) -> Callable[[Part], Part]:
    """Register what another domain keeps about people; it stands under this name in the archive."""

    def register(gather: Part) -> Part:
        _parts[name] = gather
        return gather

    return register


async def export(account_id: UUID) -> AsyncIterator[bytes]:
    """The archive in pieces, made before the first piece leaves, so that a refusal is a clean one."""
    await ratelimit.hit(f"export:{account_id}", LIMIT, PER)
    async with unit_of_work() as session:
        told = await collect(session, account_id)
        files = await own_data.living_files(session, account_id)
    kept = await _zipped(told, files)
    return _pieces(kept)


async def collect(session: AsyncSession, account_id: UUID) -> Mapping[str, object]:
    """Everything but the files' bytes, ready for JSON."""
    return {name: await gather(session, account_id) for name, gather in sorted(_parts.items())}


async def _zipped(told: Mapping[str, object], files: list[FileRow]) -> IO[bytes]:
    kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed by who reads it
    try:
        await _fill(kept, told, files)
    except BaseException:
        kept.close()
        raise
    kept.seek(0)
    return kept


async def _fill(kept: IO[bytes], told: Mapping[str, object], files: list[FileRow]) -> None:
    # asyncpg reads ids as a UUID of its own, which orjson doesn't know.
    text = orjson.dumps(told, default=str, option=orjson.OPT_INDENT_2)
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        await to_thread.run_sync(archive.writestr, "data.json", text)
        for row in files:
            try:
                content = await storage.read(row)
            except NotFound:
                continue  # erased while we were reading
            await to_thread.run_sync(archive.writestr, own_data.name_in_archive(row), content)


async def _pieces(kept: IO[bytes]) -> AsyncIterator[bytes]:
    with kept:
        while piece := await to_thread.run_sync(kept.read, _CHUNK):
            yield piece
