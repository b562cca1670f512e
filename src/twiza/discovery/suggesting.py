"""What somebody who has typed a few letters may be looking for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from twiza.discovery.asked import Asked
from twiza.discovery.finding import search_gigs
from twiza.discovery.folding import fold
from twiza.discovery.synonyms import synonyms

_LEAST = 2
_MOST_TERMS, _MOST_GIGS = 5, 3


@dataclass(frozen=True, slots=True)
class Suggested:
    """Trades and skills to search for, and gigs that match already."""

    terms: Sequence[str]
    gigs: Sequence[tuple[UUID, str]]


async def suggest(words: str) -> Suggested:
    """Terms that begin like what was typed, in the script it is typed in; the best gigs that match it."""
    typed = fold(words)
    if len(typed) < _LEAST:
        return Suggested((), ())
    begun = {term: fold(term) for term in (await synonyms()).written.values()}
    terms = sorted(
        (term for term, folded in begun.items() if folded.startswith(typed) or f" {typed}" in folded),
        key=lambda term: (not begun[term].startswith(typed), len(term), term),
    )
    found = await search_gigs(Asked(words), limit=_MOST_GIGS)
    return Suggested(terms[:_MOST_TERMS], [(row["id"], row["title"]) for row in found.rows])


async def written(word: str) -> str:
    """A word of the index as people write it."""
    return (await synonyms()).written.get((word,), word)
