"""How long a recording lasts, told by its content and not by whoever sends it."""

import io

from tinytag import TinyTag, TinyTagException

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.kit.storage import webm
from twiza.kit.storage.kinds import WEBM, Kind

TOO_LONG = N_("Send a recording of at most {time}.")
# A recorder stops a moment after it is told to.
_GRACE = 5
# Some recordings are cut into pieces and never say how long they are: nobody speaks in more than this.
_MOST_BYTES_A_SECOND = 32_000


def check(content: bytes, kind: Kind, longest: int, field: str) -> None:
    """Refuse a recording of more than so many seconds."""
    if seconds(content, kind) > longest + _GRACE:
        raise Invalid({field: TOO_LONG}, time=f"{longest // 60}:{longest % 60:02}")


def seconds(content: bytes, kind: Kind) -> float:
    """As its container says; when it doesn't, by its size."""
    told = webm.seconds(content) if kind is WEBM else _told(content)
    return told or len(content) / _MOST_BYTES_A_SECOND


def _told(content: bytes) -> float | None:
    try:
        return TinyTag.get(file_obj=io.BytesIO(content), tags=False).duration
    except TinyTagException:
        return None
