"""What a file is, told by its content; its name and the browser's word for it count for nothing."""

import io
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A type of file that we take."""

    media_type: str
    extension: str
    aliases: frozenset[str] = frozenset()

    def has_extension(self, extension: str) -> bool:
        return extension == self.extension or extension in self.aliases


JPEG = Kind("image/jpeg", "jpg", frozenset({"jpeg"}))
PNG = Kind("image/png", "png")
WEBP = Kind("image/webp", "webp")
GIF = Kind("image/gif", "gif")
AVIF = Kind("image/avif", "avif")
PDF = Kind("application/pdf", "pdf")
ZIP = Kind("application/zip", "zip")
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
PPTX = Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx")
TEXT = Kind("text/plain", "txt", frozenset({"csv", "md", "srt", "json", "log"}))
OGG = Kind("audio/ogg", "ogg", frozenset({"opus", "oga"}))
MP3 = Kind("audio/mpeg", "mp3")
WAV = Kind("audio/wav", "wav")
M4A = Kind("audio/mp4", "m4a")
MP4 = Kind("video/mp4", "mp4", frozenset({"m4v"}))
WEBM = Kind("video/webm", "webm")

IMAGES = frozenset({JPEG, PNG, WEBP, GIF, AVIF})
DOCUMENTS = frozenset({PDF, DOCX, XLSX, PPTX, TEXT})
AUDIO = frozenset({OGG, MP3, WAV, M4A, WEBM})
EVERYTHING = IMAGES | DOCUMENTS | AUDIO | {ZIP, MP4}

_BY_MEDIA_TYPE = {kind.media_type: kind for kind in EVERYTHING} | {"audio/wave": WAV, "audio/x-wav": WAV}
_BY_FOLDER = {"word": DOCX, "xl": XLSX, "ppt": PPTX}
_TEXT_CONTROLS = frozenset("\t\n\r\f\ufeff")


def recognise(data: bytes) -> Kind | None:
    """The kind of this content, or None when we don't take such files."""
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    # It reads its table of kinds when it is loaded.
    import puremagic

    try:
        # The surest comes first.
        matches = [match.mime_type for match in puremagic.magic_string(data)]
    except (puremagic.PureError, ValueError):
        matches = []
    known = [_BY_MEDIA_TYPE[media_type] for media_type in matches if media_type in _BY_MEDIA_TYPE]
    if known:
        return known[0]
    return TEXT if _is_text(data) else None


def _zipped(data: bytes) -> Kind | None:
    """An office document is a zip with a certain folder in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
    ):  # The last: a zip of a kind Python can't open.
        return None
    if "[Content_Types].xml" in names:
        folders = {name.partition("/")[0] for name in names}
        return next((kind for folder, kind in _BY_FOLDER.items() if folder in folders), ZIP)
    return ZIP


def _is_text(data: bytes) -> bool:
    try:
        said = data.decode()
    except UnicodeDecodeError:
        return False
    return all(letter >= " " or letter in _TEXT_CONTROLS for letter in said)
