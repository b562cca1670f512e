"""Reads the shop and the judgements, and measures an answer against them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import log2
from pathlib import Path

FOLDER = Path(__file__).parent
PERFECT, GOOD, FAIR = 3, 2, 1


@dataclass(frozen=True)
class Described:
    """One gig of the shop."""

    name: str
    category: str
    language: str
    title: str
    tags: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Query:
    """What somebody types, and the patterns of the names that answer it, the best first."""

    words: str
    grades: tuple[tuple[str, ...], ...]

    def grade(self, name: str) -> int:
        for grade, patterns in zip((PERFECT, GOOD, FAIR), self.grades, strict=True):
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                return grade
        return 0


def shop() -> list[Described]:
    gigs: list[Described] = []
    for name, category, language, title, tags, description in _lines("gigs.txt"):
        said = tuple(tag.strip() for tag in tags.split(","))
        gigs.append(Described(name, category, language, title, said, description))
    return gigs


def queries() -> list[Query]:
    return [
        Query(words, tuple(tuple(each.split()) if each != "-" else () for each in grades))
        for words, *grades in _lines("queries.txt")
    ]


def ndcg(query: Query, answer: Sequence[str], names: Sequence[str], first: int = 10) -> float:
    """1 when the best stand first, as far as there are any; the usual gain of 2^grade - 1, halved down the list."""
    got = _gain([query.grade(name) for name in answer[:first]])
    best = _gain(sorted((query.grade(name) for name in names), reverse=True)[:first])
    return got / best


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def report(scores: Mapping[str, float]) -> str:
    """The mean, and the queries that are answered worst."""
    worst = sorted(scores.items(), key=lambda item: item[1])[:15]
    mean = sum(scores.values()) / len(scores)
    return f"nDCG@10 {mean:.3f} over {len(scores)} queries; worst: " + ", ".join(
        f"{w} {s:.2f}" for w, s in worst
    )


def _lines(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
