"""Pages by cursor: the last row's sort keys, signed, so that nobody has to trust or understand them."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from twiza.kit import signing
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, ngettext

NOT_OURS = N_("This cursor isn’t valid. Start again without one.")
# Counting stops here: a visitor doesn't need to know whether it is 12 000 or 13 000.
MOST_COUNTED = 1000


def write(listing: str, keys: Sequence[object]) -> str:
    """The place after this row in this listing; one listing's cursors are worth nothing in another."""
    said = base64.urlsafe_b64encode(orjson.dumps(list(keys))).decode().rstrip("=")
    return f"{said}.{signing.sign(f'cursor {listing}', said)}"


def read(listing: str, cursor: str | None, kinds: Sequence[type]) -> list[Any] | None:
    """The sort keys of the row before this page, or None for the first page; anything not ours is a 422."""
    if cursor is None:
        return None
    said, _, proof = cursor.partition(".")
    try:
        if not said.isascii() or not proof.isascii() or not signing.holds(proof, f"cursor {listing}", said):
            raise ValueError(cursor)
        keys = orjson.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
        return [_as(kind, key) for kind, key in zip(kinds, keys, strict=True)]
    except (ValueError, TypeError) as error:
        raise Invalid({"cursor": NOT_OURS}) from error


def _as(kind: type, key: object) -> object:
    if kind is UUID:
        return UUID(str(key))
    if kind is datetime:
        return datetime.fromisoformat(str(key))
    return kind(key)


def total_text(counted: int) -> str:
    """How many there are, in words; beyond a thousand only that there are more."""
    if counted > MOST_COUNTED:
        return ngettext("more than {n} result", "more than {n} results", MOST_COUNTED)
    return ngettext("{n} result", "{n} results", counted)
