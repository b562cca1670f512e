"""Cards and faces for tests: pictures that are noise, so that no two are alike, with words hidden in them."""

import hashlib
import random
from io import BytesIO
from pathlib import Path
from uuid import UUID

import orjson
from PIL import Image
from sqlalchemy import select, text

from twiza.accounts.models import Account, Permission
from twiza.kit.db import lock, reading, unit_of_work
from twiza.kit.settings import settings
from twiza.kit.storage import FileRow
from twiza.trust.kyc import deciding, erasing, submitting
from twiza.trust.kyc.models import KycFile, KycSide


def photo(word: str, size: tuple[int, int] = (320, 200), form: str = "JPEG") -> bytes:
    """A picture of its own for each word; the word stands in its metadata and after its last pixel."""
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    noise = random.Random(seed).randbytes(size[0] * size[1] * 3)
    exif = Image.Exif()
    exif[0x010E] = word
    kept = BytesIO()
    Image.frombytes("RGB", size, noise).save(kept, form, exif=exif)
    return kept.getvalue() + word.encode()


def photos(word: str = "canary") -> dict[KycSide, bytes]:
    return {side: photo(f"{word}-{side}") for side in KycSide}


async def submit(account: Account, word: str = "canary") -> None:
    async with unit_of_work() as session:
        await submitting.submit(session, account.id, files=dict(photos(word)), consents=True)


async def approve(account: Account, by: Account) -> None:
    async with unit_of_work() as session:
        await deciding.approve(session, account.id, by=by.id)


async def reject(account: Account, by: Account, reason: str = "Photo floue") -> None:
    async with unit_of_work() as session:
        await deciding.reject(session, account.id, by=by.id, reason=reason)


async def allow(admin: Account, *permissions: Permission) -> None:
    async with unit_of_work() as session:
        (await lock(session, Account, admin.id)).permissions = list(permissions)


async def sealed_files(account_id: UUID) -> list[FileRow]:
    """The rows of the pictures, doomed ones too."""
    statement = select(FileRow).join(KycFile, KycFile.file_id == FileRow.id)
    async with unit_of_work() as session:
        return list(await session.scalars(statement.where(KycFile.account_id == account_id)))


async def run_destructions() -> int:
    """What the worker does after the commit."""
    waiting = text("SELECT DISTINCT payload FROM pgqueuer WHERE entrypoint = 'kyc.destroy'")
    async with reading() as connection:
        payloads = (await connection.scalars(waiting)).all()
    for payload in payloads:
        await erasing.destroy(*(UUID(one) for one in orjson.loads(payload)))
    return len(payloads)


def on_disk(key: str) -> list[Path]:
    """The bytes and the key of a sealed picture, wherever the data folder has them."""
    return [path for path in settings().data_dir.rglob(f"{key}*") if path.is_file()]
