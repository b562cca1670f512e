"""What the evidence tells, section by section; other domains register theirs."""

import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.orders.rooms import Room


@dataclass(frozen=True, slots=True)
class Line:
    """One line of somebody's words, and which way it runs."""

    text: str
    direction: str


def lines(text: str) -> list[Line]:
    """The lines of a text, each running as its first letter tells."""
    return [Line(line, direction_of(line)) for line in text.split("\n")] if text else []


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file by its name, size and digest: whoever has it can show that it is the same."""

    name: str
    size: str
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened or was said, and when; `flags` are what both sides are warned of."""

    title: str
    when: str
    lines: Sequence[Line] = ()
    flags: Sequence[str] = ()
    files: Sequence[Attached] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, facts in two columns, and entries below each other; empty ones are left out."""

    title: str
    facts: Sequence[Fact] = field(default_factory=tuple)
    entries: Sequence[Entry] = field(default_factory=tuple)


Part = Callable[[AsyncSession, Room], Awaitable[Section]]
_parts: list[Part] = []


def part(gather: Part) -> Part:
    """Register a section of another domain; it comes after those of the order itself, before the history."""
    _parts.append(gather)
    return gather


async def of_others(session: AsyncSession, room: Room) -> list[Section]:
    """What the other domains tell."""
    return [await gather(session, room) for gather in _parts]


def direction_of(text: str) -> str:
    """Which way a text runs: its first letter tells."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
