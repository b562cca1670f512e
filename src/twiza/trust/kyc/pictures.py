"""The three pictures as they arrive: told by their bytes, checked before anything is kept of them."""

from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from twiza.kit import storage
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, number
from twiza.kit.settings import settings
from twiza.kit.storage import Upload
from twiza.kit.storage.kinds import PDF, recognise
from twiza.trust.kyc.models import KycSide

MISSING = N_("Add this picture.")
IS_PDF = N_("This is a PDF. Take a photo of the card instead, and send that.")
NOT_A_PHOTO = N_("This isn’t a photo. Send a JPEG, PNG or WebP picture.")
TOO_HEAVY = N_("This photo is too heavy: {megabytes} MB at most.")
TWICE = N_("This is the same picture as another one. Each of the three shows something else.")
_CHUNK = 256 * 1024


class PictureMissing(Invalid):
    code = "picture_missing"


class NotAPhoto(Invalid):
    code = "not_a_photo"


class PhotoTooHeavy(Invalid):
    code = "photo_too_heavy"


class SamePhotoTwice(Invalid):
    code = "same_photo_twice"


async def checked(sent: Mapping[KycSide, bytes | Upload | None]) -> Mapping[KycSide, bytes]:
    """The bytes of all three, or what is wrong with each, all of one kind of fault at once."""
    found = {side: await _gathered(sent.get(side)) for side in KycSide}
    if missing := {str(side): MISSING for side, data in found.items() if not data}:
        raise PictureMissing(missing)
    whole = cast("dict[KycSide, bytes]", found)
    limit = settings().upload_limit
    if heavy := {str(side): TOO_HEAVY for side, data in whole.items() if len(data) > limit}:
        raise PhotoTooHeavy(heavy, megabytes=number(limit / 1_000_000))
    kinds = {side: recognise(data) for side, data in whole.items()}
    wrong = {side: kind for side, kind in kinds.items() if kind not in storage.IMAGES}
    if wrong:
        raise NotAPhoto({str(side): IS_PDF if kind is PDF else NOT_A_PHOTO for side, kind in wrong.items()})
    seen: set[str] = set()
    for side, data in whole.items():
        mark = sha256(data).hexdigest()
        if mark in seen:
            raise SamePhotoTwice({str(side): TWICE})
        seen.add(mark)
    return whole


async def _gathered(sent: bytes | Upload | None) -> bytes | None:
    """One byte more than we take is enough to know."""
    if sent is None or isinstance(sent, bytes):
        return sent
    pieces = bytearray()
    while len(pieces) <= settings().upload_limit and (piece := await sent.read(_CHUNK)):
        pieces += piece
    return bytes(pieces)
