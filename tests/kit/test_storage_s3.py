"""The same files in a bucket: every request signed, nothing left behind on this machine's disk."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import uvicorn
from obstore.exceptions import BaseError
from PIL import Image

from tests.cast import Cast
from twiza.kit import clock, db, storage
from twiza.kit.errors import NotFound
from twiza.kit.settings import settings
from twiza.kit.storage import erasing, store
from twiza.stand_ins.s3 import Bucket


@pytest.fixture
async def bucket(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    """A bucket on a free port of this machine, named in the settings."""
    kept = Bucket("twiza", access_key="AKIDEXAMPLE", secret_key="very-secret", region="eu-west-3")
    config = uvicorn.Config(kept.app(), host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    monkeypatch.setenv("TWIZA_S3_BUCKET", "twiza")
    monkeypatch.setenv("TWIZA_S3_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("TWIZA_S3_REGION", "eu-west-3")
    monkeypatch.setenv("TWIZA_S3_ACCESS_KEY", "AKIDEXAMPLE")
    monkeypatch.setenv("TWIZA_S3_SECRET_KEY", "very-secret")
    settings.cache_clear()
    store.store.cache_clear()
    yield kept
    monkeypatch.undo()
    settings.cache_clear()
    store.store.cache_clear()
    server.should_exit = True
    await running


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    return out.getvalue()


async def test_files_live_and_die_in_the_bucket(cast: Cast, bucket: Bucket) -> None:
    async with db.unit_of_work() as session:
        photo = await storage.put_image(session, picture(), owner=cast.amina.id, widths=(96,))
        sealed = await storage.put(
            session, b"canary", owner=cast.amina.id, name="cin.txt", visibility=storage.Visibility.SEALED
        )
    assert len(bucket.objects) == 3
    assert not [content for content, _ in bucket.objects.values() if b"canary" in content]
    assert await storage.read(sealed) == b"canary"
    assert b"".join([piece async for piece in await storage.stream(photo)]) == await storage.read(photo)
    await erasing.erase_bytes(photo.visibility, photo.key)
    await erasing.erase_bytes(sealed.visibility, sealed.key)
    assert bucket.objects == {}
    with pytest.raises(NotFound):
        await storage.read(photo)
    assert bucket.refused == 0


async def test_the_sweep_works_there_too(cast: Cast, bucket: Bucket) -> None:
    with pytest.raises(RuntimeError):
        async with db.unit_of_work() as session:
            await storage.put(session, b"lost", owner=cast.amina.id, name="a.txt")
            raise RuntimeError
    assert len(bucket.objects) == 1
    with clock.travel(timedelta(days=2)):
        await storage.sweep()
    assert bucket.objects == {}


async def test_a_wrong_key_is_turned_away(cast: Cast, bucket: Bucket) -> None:
    bucket.secret_key = "another"
    async with db.unit_of_work() as session:
        with pytest.raises((BaseError, PermissionError)):
            await storage.put(session, b"hello", owner=cast.amina.id, name="a.txt")
    assert bucket.refused >= 1
    assert bucket.objects == {}
