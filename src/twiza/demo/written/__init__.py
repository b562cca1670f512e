"""What people of the demo world say and offer, written by hand in three languages: text files and their reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the lines under it; every line is cut at its bars."""

    heading: Sequence[str]
    lines: Sequence[Sequence[str]]


def rows(name: str) -> list[list[str]]:
    """The lines of a file without headings."""
    return [cut(line) for line in (HERE / name).read_text().splitlines() if line.strip()]


@lru_cache
def parts(name: str) -> tuple[Part, ...]:
    """The parts of a file, each begun by a line with `#`."""
    return tuple(_parts((HERE / name).read_text().splitlines()))


def _parts(lines: Sequence[str]) -> Iterator[Part]:
    heading: Sequence[str] | None = None
    under: list[Sequence[str]] = []
    for line in lines:
        if line.startswith("# "):
            if heading is not None:
                yield Part(heading, under)
            heading, under = cut(line[2:]), []
        elif line.strip():
            under.append(cut(line))
    if heading is not None:
        yield Part(heading, under)


def cut(line: str) -> list[str]:
    return [piece.strip() for piece in line.split(" | ")]


def labelled(part: Part, label: str) -> list[list[str]]:
    """The lines that begin with `label:`, without it."""
    begin = f"{label}: "
    return [[first.removeprefix(begin), *rest] for first, *rest in part.lines if first.startswith(begin)]
