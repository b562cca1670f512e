"""Identifiers: UUIDv7 for rows (they sort by birth), short codes where people read them aloud."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

# No 0/O, 1/I/L, U: a code survives being read over the phone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class _Draw:
    """Ids and codes that come out the same every time, born one after the other at one moment."""

    def __init__(self, moment: datetime, seed: str) -> None:
        self.chance = random.Random(f"{seed} {moment.isoformat()}")  # noqa: S311  no secret is drawn from it
        self.birth = int(moment.timestamp() * 1000)
        self.born = 0

    def id(self) -> UUID:
        self.born += 1
        sooner = (self.birth << 80) | (7 << 76) | ((self.born & 0xFFF) << 64)
        return UUID(int=sooner | (2 << 62) | self.chance.getrandbits(62))


_drawn: ContextVar[_Draw | None] = ContextVar("drawn", default=None)


def new() -> UUID:
    """A fresh row id; later ids sort after earlier ones."""
    drawn = _drawn.get()
    return uuid7() if drawn is None else drawn.id()


def drawn() -> UUID | None:
    """The next id of a world that is the same everywhere; elsewhere none, and the database makes its own."""
    drawn = _drawn.get()
    return None if drawn is None else drawn.id()


def short_code(length: int = 6) -> str:
    """A random public reference such as `K7M2QX`."""
    drawn = _drawn.get()
    choice = secrets.choice if drawn is None else drawn.chance.choice
    return "".join(choice(_ALPHABET) for _ in range(length))


@contextmanager
def repeatable(moment: datetime, seed: str) -> Iterator[None]:
    """For a world that is the same everywhere: ids of this moment, the same for the same seed."""
    token = _drawn.set(_Draw(moment, seed))
    try:
        yield
    finally:
        _drawn.reset(token)


def parse(text: str) -> UUID | None:
    """The id written in an address, or None when it isn't one."""
    try:
        return UUID(text)
    except ValueError:
        return None
