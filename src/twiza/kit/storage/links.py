"""Addresses of files: public pictures for ever, private files for one person and a few minutes."""

import re
from datetime import timedelta
from uuid import UUID

from twiza.kit import clock, signing

SHORT = timedelta(minutes=10)
_PURPOSE = "file link"
_MEDIA_NAME = re.compile(r"[0-9a-f]{32}(-[0-9]{2,4})?\.webp")


def signed_link(file_id: UUID, viewer_id: UUID, *, lasts: timedelta = SHORT) -> str:
    """An address that opens this file for this person until it expires."""
    expires = int((clock.now() + lasts).timestamp())
    return f"/files/{file_id}?e={expires}&s={signing.sign(_PURPOSE, file_id, viewer_id, expires)}"


def link_holds(file_id: UUID, viewer_id: UUID, expires: str, proof: str) -> bool:
    """Whether we gave this link to this person and its time isn't over."""
    if not (expires.isascii() and expires.isdigit() and len(expires) <= 11):
        return False
    alive = int(expires) > clock.now().timestamp()
    return signing.holds(proof, _PURPOSE, file_id, viewer_id, expires) and alive


def media_url(key: str, width: int | None = None) -> str:
    """The address of a public picture, or of its copy of that width."""
    return f"/media/{media_name(key, width)}"


def media_name(key: str, width: int | None = None) -> str:
    """What the picture, or its copy of that width, is called in the store."""
    return key if width is None else f"{key.removesuffix('.webp')}-{width}.webp"


def is_media_name(name: str) -> bool:
    """Whether a name can be one of ours: hexadecimal, nothing that walks through folders."""
    return _MEDIA_NAME.fullmatch(name) is not None
