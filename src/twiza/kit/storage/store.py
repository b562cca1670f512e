"""Where the bytes lie: a folder on disk, or a bucket when one is named in the settings."""

from collections.abc import AsyncIterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import obstore
from obstore.store import LocalStore, S3Store

from twiza.kit.errors import NotFound
from twiza.kit.settings import settings
from twiza.kit.storage.models import Visibility

_CHUNK = 256 * 1024


@lru_cache
def store() -> LocalStore | S3Store:
    """The one store of this process; tests call `store.cache_clear()` after changing the settings."""
    chosen = settings()
    if not chosen.s3_bucket:
        folder: Path = chosen.data_dir / "files"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder)
    return S3Store(
        chosen.s3_bucket,
        endpoint=chosen.s3_endpoint or f"https://s3.{chosen.s3_region}.amazonaws.com",
        region=chosen.s3_region,
        access_key_id=chosen.s3_access_key,
        secret_access_key=chosen.s3_secret_key.get_secret_value(),
        client_options={"allow_http": chosen.s3_endpoint.startswith("http://"), "timeout": "30s"},
    )


def path_of(visibility: Visibility, key: str) -> str:
    """The place of an object: public ones apart, so that a bucket rule can tell them from the rest."""
    return f"{visibility.value}/{key[:2]}/{key}"


async def write(path: str, data: bytes) -> None:
    await obstore.put_async(store(), path, data)


async def read(path: str) -> bytes:
    try:
        found = await obstore.get_async(store(), path)
        return bytes(await found.bytes_async())
    except FileNotFoundError as error:
        raise NotFound from error


async def stream(path: str) -> AsyncIterator[bytes]:
    """The object in pieces; asked for before the first piece, so a missing one is a clean 404."""
    try:
        found = await obstore.get_async(store(), path)
    except FileNotFoundError as error:
        raise NotFound from error
    return found.stream(min_chunk_size=_CHUNK)


async def delete(paths: list[str]) -> None:
    """Remove the objects; those already gone are fine."""
    for path in paths:
        try:
            await obstore.delete_async(store(), path)
        except FileNotFoundError:
            continue


async def listed(folder: str) -> AsyncIterator[str]:
    """The paths of the objects in a folder."""
    async for batch in obstore.list(store(), folder):
        for found in batch:
            yield found["path"]


async def written_before(folder: str, moment: datetime) -> AsyncIterator[list[str]]:
    """Every object of a folder older than this, a batch at a time."""
    async for batch in obstore.list(store(), folder, chunk_size=500):
        yield [found["path"] for found in batch if found["last_modified"] < moment]
