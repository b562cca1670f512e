"""What a search means: which words of the index each part of it may stand for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from twiza.discovery import ranking, vocabulary
from twiza.discovery.stemming import stems, telling
from twiza.discovery.synonyms import Phrase, synonyms

MOST_WORDS = 6
_LONGEST_PHRASE = 4
_TIERS = frozenset(f"q:{tier}" for tier in range(1, len(ranking.TIERS) + 1))


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked for: as typed, and by its other names; each name is one or more words."""

    typed: Phrase
    names: tuple[Phrase, ...]
    # What the words were taken for, when nothing bears them as typed.
    instead: str = ""

    def query(self, weight: str = "") -> str:
        """By any of its names, for the database; a weight says where in the gig it must stand."""
        return " | ".join(_all_of(name, weight) for name in self.names)

    def query_typed(self, weight: str = "") -> str:
        return _all_of(self.names[0] if self.instead else self.typed, weight)


async def understand(words: str, signs: Sequence[str] = ()) -> tuple[Sequence[Unit], Mapping[str, int]]:
    """The parts of a search in their order, and how many gigs bear each word of them and each sign."""
    known = (await synonyms()).same
    units = list(units_of(words, known))
    counted = dict(await vocabulary.counts({*_words(units), *_TIERS, *signs, vocabulary.ALL}))
    if not all(_borne(unit, counted) for unit in units):
        units = [unit if _borne(unit, counted) else await _guessed(unit, known) for unit in units]
        counted |= await vocabulary.counts(_words(units))
    return [_useful(unit, counted) for unit in units], counted


def units_of(words: str, known: Mapping[Phrase, Sequence[Phrase]]) -> Iterator[Unit]:
    """The longest phrases that have other names first, then single words."""
    said = telling(stems(words))
    at = 0
    for _ in range(MOST_WORDS):
        if at >= len(said):
            return
        phrases = [tuple(said[at : at + length]) for length in range(_LONGEST_PHRASE, 0, -1)]
        phrase = next((phrase for phrase in phrases if phrase in known), (said[at],))
        yield Unit(phrase, (phrase, *(name for name in known.get(phrase, ()) if name != phrase)))
        at += len(phrase)


def combined(units: Sequence[Unit], missing: int) -> str:
    """All of the units but so many, for the database."""
    wanted = len(units) - missing
    return " | ".join(
        "(" + " & ".join(f"({unit.query()})" for unit in some) + ")" for some in combinations(units, wanted)
    )


def at_most(units: Sequence[Unit], missing: int, counted: Mapping[str, int]) -> int:
    """How many gigs can bear all of the units but so many: never fewer than there are."""
    each = [sum(min(counted.get(word, 0) for word in name) for name in unit.names) for unit in units]
    return sum(min(some) for some in combinations(each, len(units) - missing))


async def _guessed(unit: Unit, known: Mapping[Phrase, Sequence[Phrase]]) -> Unit:
    """The unit as it may have been meant; unchanged when nothing comes near."""
    if unit.typed in known or len(unit.typed) > 1:
        return unit
    typed = "".join(unit.typed)
    terms = (phrase[0] for phrase in known if len(phrase) == 1 and phrase[0][0] == typed[0])
    near = vocabulary.nearest(typed, [*await vocabulary.alike(typed), *((term, 0) for term in terms)])
    if not near:
        return unit
    names = list(dict.fromkeys(name for word in near for name in ((word,), *known.get((word,), ()))))
    return Unit(unit.typed, tuple(names), instead=near[0])


def _useful(unit: Unit, counted: Mapping[str, int]) -> Unit:
    """Without the names that no gig bears, and those that a shorter name finds as well: each costs time."""
    borne = [name for name in unit.names if all(word in counted for word in name)]
    kept = [name for name in borne if not any(set(other) < set(name) for other in borne)]
    return replace(unit, names=tuple(kept)) if kept else unit


def _borne(unit: Unit, counted: Mapping[str, int]) -> bool:
    return any(all(word in counted for word in name) for name in unit.names)


def _words(units: Sequence[Unit]) -> set[str]:
    return {word for unit in units for name in unit.names for word in name}


def _all_of(phrase: Phrase, weight: str) -> str:
    """The words hold letters and digits alone; quoted, they are never operators."""
    mark = f":{weight}" if weight else ""
    said = " & ".join(f"'{word}'{mark}" for word in phrase)
    return f"({said})" if len(phrase) > 1 else said
