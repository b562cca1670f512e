"""Identifiers: UUIDv7 for rows (they sort by birth), short codes where people read them aloud."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

# No 0/O, 1/I/L, U: a code survives being read over the phone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new() -> UUID:
    """A fresh row id; later ids sort after earlier ones."""
    return uuid7()


def short_code(length: int = 6) -> str:
    """A random public reference such as `K7M2QX`."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def parse(text: str) -> UUID | None:
    """The id written in an address, or None when it isn't one."""
    try:
        return UUID(text)
    except ValueError:
        return None
