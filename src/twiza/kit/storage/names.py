"""The names people give their files, made harmless before they stand in a header."""

import re
import unicodedata
from urllib.parse import quote

from twiza.kit.storage.kinds import Kind

_LONGEST = 120
# Separators, quotes, wildcards, and the marks that turn a name round so that "gpj.exe" reads as "exe.jpg".
_UNWANTED = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|;\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def safe_name(name: str, kind: Kind) -> str:
    """The last part of the name, without anything that misleads, ending as its content says."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, extension = _UNWANTED.sub(" ", last).strip(" .").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    if not kind.has_extension(extension.lower()):
        extension = kind.extension
    return f"{stem.strip(' .')[:_LONGEST] or 'file'}.{extension.lower()}"


def disposition(name: str) -> str:
    """A Content-Disposition that makes the browser save, never show, under this name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
