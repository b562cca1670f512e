"""Photos and a voice note as a form brings them: each is kept on its own, so that a refused form still has them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from twiza.bookings.attaching import LONGEST_NOTE, UPLOADS_A_DAY
from twiza.kit import ids, ratelimit, storage
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, digits
from twiza.web.bookings.carried import Carried

NOT_A_RECORDING = N_("This isn’t a recording we can play. Record it again, or send it as MP3, M4A or OGG.")
_LONGEST = 6
_MOST_CARRIED = 12
Keep = Callable[[AsyncSession, UUID, UploadFile], Awaitable[UUID]]


@dataclass(frozen=True)
class Chosen:
    """What was really chosen, and what a form that came back has carried on.

    Without a script nobody has counted how long the note lasts.
    """

    photos: Sequence[UploadFile] = ()
    voice: UploadFile | None = None
    seconds: int = 0
    carried: Sequence[Carried] = ()

    @property
    def is_new(self) -> bool:
        return bool(self.photos or self.voice)


@dataclass(frozen=True)
class Kept:
    """What is in our hands now, and what is wrong with the rest."""

    files: Sequence[Carried]
    refusals: Sequence[Invalid] = field(default_factory=list[Invalid])


def chosen(form: FormData) -> Chosen:
    photos = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    voice = form.get("voice")
    note = voice if isinstance(voice, UploadFile) and voice.filename else None
    return Chosen(photos, note, _seconds(form.get("seconds")), _carried(form))


async def keep(files: Chosen, owner: UUID) -> Kept:
    """Put each away in a transaction of its own: one that is refused takes none of the others with it."""
    kept, refusals = list(files.carried), list[Invalid]()
    news: list[tuple[Keep, UploadFile, int]] = [(_photo, one, 0) for one in files.photos]
    if files.voice is not None:
        news.append((_voice, files.voice, files.seconds))
    for put, file, seconds in news:
        await ratelimit.hit(f"booking-file:{owner}", *UPLOADS_A_DAY)
        try:
            async with unit_of_work() as session:
                kept.append(Carried(await put(session, owner, file), seconds))
        except Invalid as refusal:
            refusals.append(refusal)
    return Kept(kept, refusals)


async def _photo(session: AsyncSession, owner: UUID, file: UploadFile) -> UUID:
    row = await storage.put(
        session, file, owner=owner, name=file.filename or "", accept=storage.IMAGES, field="files"
    )
    return row.id


async def _voice(session: AsyncSession, owner: UUID, file: UploadFile) -> UUID:
    name = file.filename or ""
    try:
        row = await storage.put(
            session,
            file,
            owner=owner,
            name=name,
            accept=storage.AUDIO,
            longest=LONGEST_NOTE,
            field="voice",
        )
    except Invalid as refusal:
        if refusal.params:
            raise
        raise Invalid({"voice": NOT_A_RECORDING}) from refusal
    return row.id


def _carried(form: FormData) -> list[Carried]:
    """Those of an earlier try that are still ticked; whose they are is for the domain to check."""
    found: list[Carried] = []
    for text in form.getlist("kept")[:_MOST_CARRIED]:
        name, _dot, seconds = text.partition(".") if isinstance(text, str) else ("", "", "")
        if file_id := ids.parse(name):
            found.append(Carried(file_id, _seconds(seconds)))
    return found


def _seconds(said: object) -> int:
    plain = digits(said).partition(".")[0] if isinstance(said, str) else ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < _LONGEST else 0
