"""Files on their way into a message: told by content, private, at most ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import storage
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.kit.storage import FileRow

MOST_FILES = 10
LONGEST_NOTE = 600
TOO_MANY_FILES = N_("Send at most {most} files at once.")
NOT_A_VOICE_NOTE = N_("This isn’t a recording we can play.")


@dataclass(frozen=True)
class Attachment:
    """A file as it was handed over; a voice note says how long it lasts."""

    name: str
    data: bytes | storage.Upload
    seconds: int | None = None

    @property
    def is_voice(self) -> bool:
        return self.seconds is not None


async def keep(session: AsyncSession, owner: UUID, files: Sequence[Attachment]) -> list[FileRow]:
    """Store them; call it before any row is locked, for it talks to the store."""
    if len(files) > MOST_FILES:
        raise Invalid({"files": TOO_MANY_FILES}, most=MOST_FILES)
    return [await _kept(session, owner, file) for file in files]


async def _kept(session: AsyncSession, owner: UUID, file: Attachment) -> FileRow:
    try:
        return await storage.put(
            session,
            file.data,
            owner=owner,
            name=file.name,
            accept=storage.AUDIO if file.is_voice else storage.EVERYTHING,
            field="files",
        )
    except Invalid as refusal:
        if file.is_voice and not refusal.params:
            raise Invalid({"files": NOT_A_VOICE_NOTE}) from refusal
        raise
