"""Keeping and reading files."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import N_, number
from twiza.kit.settings import settings
from twiza.kit.storage import images, kinds, lasting, links, sealing, store
from twiza.kit.storage.kinds import Kind
from twiza.kit.storage.models import FileRow, Visibility
from twiza.kit.storage.names import safe_name

EMPTY = N_("This file is empty.")
NOT_TAKEN = N_("We don’t take this type of file.")
NOT_A_PICTURE = N_("This isn’t a picture we can use. Choose a JPEG, PNG, WebP, AVIF or GIF.")
FILE_TOO_LARGE = N_("Choose a file of at most {megabytes} MB.")
PICTURE_TOO_LARGE = N_("Choose a picture of at most {megabytes} MB.")
_CHUNK = 256 * 1024


class Upload(Protocol):
    """Anything that hands its bytes over in pieces, such as a form's file."""

    async def read(self, size: int, /) -> bytes: ...


async def put(
    session: AsyncSession,
    data: bytes | Upload,
    *,
    owner: UUID,
    name: str,
    visibility: Visibility = Visibility.PRIVATE,
    accept: Collection[Kind] = kinds.EVERYTHING,
    limit: int | None = None,
    longest: int | None = None,
    field: str = "file",
) -> FileRow:
    """Keep a file, its type told by content; call it before any row is locked, for it talks to the store.

    A recording lasts at most `longest` seconds.
    """
    content = await _gathered(data, limit or settings().upload_limit, field, FILE_TOO_LARGE)
    kind = _accepted(content, accept, field, NOT_TAKEN)
    if longest is not None and kind in kinds.AUDIO:
        await asyncio.to_thread(lasting.check, content, kind, longest, field)
    if kind in kinds.IMAGES:
        return await put_image(session, content, owner=owner, name=name, visibility=visibility, field=field)
    row = _row(owner, safe_name(name, kind), kind.media_type, content, visibility)
    await _write(row, {row.key: content})
    return await _added(session, row)


async def put_image(
    session: AsyncSession,
    data: bytes | Upload,
    *,
    owner: UUID,
    name: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    widths: Sequence[int] = (),
    square: bool = False,
    limit: int | None = None,
    field: str = "file",
) -> FileRow:
    """Keep a picture as WebP without its metadata, and a copy for each width; show it with `media_url`."""
    content = await _gathered(data, limit or settings().upload_limit, field, PICTURE_TOO_LARGE)
    _accepted(content, kinds.IMAGES, field, NOT_A_PICTURE)
    whole, copies = await images.redraw(content, widths=widths, square=square, field=field)
    row = _row(owner, safe_name(name, kinds.WEBP), images.MEDIA_TYPE, whole.data, visibility)
    row.width, row.height = whole.width, whole.height
    named = {links.media_name(row.key, width): copy.data for width, copy in copies.items()}
    await _write(row, {row.key: whole.data, **named})
    return await _added(session, row)


async def _gathered(data: bytes | Upload, limit: int, field: str, refusal: str) -> bytes:
    """All of it, or Invalid as soon as it is more than the limit."""
    if isinstance(data, bytes):
        pieces = data
    else:
        pieces = bytearray()
        while len(pieces) <= limit and (piece := await data.read(_CHUNK)):
            pieces += piece
    if len(pieces) > limit:
        raise Invalid({field: refusal}, megabytes=number(limit / 1_000_000))
    return bytes(pieces)


def _accepted(content: bytes, accept: Collection[Kind], field: str, refusal: str) -> Kind:
    if not content:
        raise Invalid({field: EMPTY})
    kind = kinds.recognise(content)
    if kind is None or kind not in accept:
        raise Invalid({field: refusal})
    return kind


def _row(owner: UUID, name: str, media_type: str, content: bytes, visibility: Visibility) -> FileRow:
    extension = ".webp" if media_type == images.MEDIA_TYPE else ""
    return FileRow(
        owner_id=owner,
        key=secrets.token_hex(16) + extension,
        name=name,
        media_type=media_type,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        visibility=visibility,
    )


async def _write(row: FileRow, contents: dict[str, bytes]) -> None:
    sealed = row.visibility is Visibility.SEALED
    for key, content in contents.items():
        kept = sealing.seal(key, content) if sealed else content
        await store.write(store.path_of(row.visibility, key), kept)


async def _added(session: AsyncSession, row: FileRow) -> FileRow:
    session.add(row)
    await session.flush()
    return row


async def find(session: AsyncSession, file_id: UUID) -> FileRow:
    """The file's row, unless it was erased. Whether somebody may read it is for the caller to know."""
    row = await session.scalar(select(FileRow).where(FileRow.id == file_id, FileRow.deleted_at.is_(None)))
    if row is None:
        raise NotFound
    return row


async def read(row: FileRow) -> bytes:
    """The whole content, unsealed."""
    content = await store.read(store.path_of(row.visibility, row.key))
    return sealing.unseal(row.key, content) if row.visibility is Visibility.SEALED else content


async def stream(row: FileRow) -> AsyncIterator[bytes]:
    """The content in pieces; a sealed file is checked whole before its first byte leaves."""
    if row.visibility is Visibility.SEALED:
        return _one_piece(await read(row))
    return await store.stream(store.path_of(row.visibility, row.key))


async def _one_piece(content: bytes) -> AsyncIterator[bytes]:
    yield content
