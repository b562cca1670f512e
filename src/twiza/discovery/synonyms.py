"""Words that mean the same, in any language: kept by administrators, read at most once a minute by each process."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from twiza.discovery.models import SynonymGroup
from twiza.discovery.stemming import stems, telling
from twiza.kit.db import rows

# Several words that stand together, as the index holds them.
Phrase = tuple[str, ...]
_KEPT_FOR = 60.0
_TERMS = select(SynonymGroup.terms).order_by(SynonymGroup.id)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Each term that has others, with all that mean the same, itself among them; and the terms as they are written."""

    same: Mapping[Phrase, Sequence[Phrase]]
    written: Mapping[Phrase, str]


_NONE = Synonyms({}, {})
_known: tuple[float, Synonyms] = (-_KEPT_FOR, _NONE)


async def synonyms() -> Synonyms:
    """All groups, as they were at most a minute ago."""
    global _known
    if time.monotonic() - _known[0] > _KEPT_FOR:
        groups = [row.terms for row in await rows(_TERMS, {})]
        written = {
            tuple(telling(stems(term))): term for terms in reversed(groups) for term in reversed(terms)
        }
        _known = time.monotonic(), Synonyms(table(groups), written)
    return _known[1]


def forget() -> None:
    """Read them again, as after a change; other processes learn of it within a minute."""
    global _known
    _known = -_KEPT_FOR, _NONE


def table(groups: Sequence[Sequence[str]]) -> Mapping[Phrase, Sequence[Phrase]]:
    """A term of two groups stands for both."""
    found: dict[Phrase, list[Phrase]] = {}
    for terms in groups:
        phrases = list(dict.fromkeys(_phrases(terms)))
        for phrase in phrases:
            same = found.setdefault(phrase, [])
            same += [other for other in phrases if other not in same]
    return found


def _phrases(terms: Sequence[str]) -> Iterator[Phrase]:
    for term in terms:
        if phrase := tuple(telling(stems(term))):
            yield phrase
