"""Photos and a voice note as a form brings them, kept before anything is locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from twiza.kit import storage
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, digits

NOT_A_RECORDING = N_("This isn’t a recording we can play. Record it again, or send it as MP3, M4A or OGG.")
_LONGEST = 6


@dataclass(frozen=True)
class Chosen:
    """What was really chosen; without a script nobody has counted how long the note lasts."""

    photos: Sequence[UploadFile]
    voice: UploadFile | None
    seconds: int

    def __bool__(self) -> bool:
        return bool(self.photos or self.voice)

    async def kept(self, session: AsyncSession, owner: UUID) -> tuple[Sequence[UUID], Mapping[UUID, int]]:
        """Their ids, and how long recordings last."""
        ids = [await _photo(session, owner, one) for one in self.photos]
        if self.voice is None:
            return ids, {}
        note = await _voice(session, owner, self.voice)
        return [*ids, note], {note: self.seconds} if self.seconds else {}


def chosen(form: FormData) -> Chosen:
    photos = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    voice = form.get("voice")
    is_there = isinstance(voice, UploadFile) and bool(voice.filename)
    return Chosen(photos, voice if is_there else None, _seconds(form.get("seconds")))  # pyright: ignore[reportArgumentType]


async def _photo(session: AsyncSession, owner: UUID, file: UploadFile) -> UUID:
    row = await storage.put(
        session, file, owner=owner, name=file.filename or "", accept=storage.IMAGES, field="files"
    )
    return row.id


async def _voice(session: AsyncSession, owner: UUID, file: UploadFile) -> UUID:
    try:
        row = await storage.put(
            session, file, owner=owner, name=file.filename or "", accept=storage.AUDIO, field="voice"
        )
    except Invalid as refusal:
        if refusal.params:
            raise
        raise Invalid({"voice": NOT_A_RECORDING}) from refusal
    return row.id


def _seconds(said: object) -> int:
    plain = digits(said).partition(".")[0] if isinstance(said, str) else ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < _LONGEST else 0
