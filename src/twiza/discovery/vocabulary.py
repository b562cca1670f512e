"""The words in use: how many gigs bear each, and which of them a mistyped one was meant to be."""

import time
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ARRAY, Text, any_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.discovery.models import SearchWord
from twiza.kit.db import rows
from twiza.kit.records import records

ALL = ""
_COUNTS = select(SearchWord.word, SearchWord.gigs).where(
    SearchWord.word == any_(bindparam("words", type_=ARRAY(Text)))
)
# Trigrams find what sounds alike; distance decides which of them was meant. Numbers are never guessed: beginning
# one would be answered with the phone number that somebody wrote into a gig.
_SIMILAR = text(
    "SELECT word, gigs FROM search_word WHERE word % :word AND word !~ ':|[0-9]{6}' "
    "AND length(word) BETWEEN :least AND :most "
    "ORDER BY similarity(word, :word) DESC, gigs DESC, word LIMIT 40"
)
_BEGINNING = text(
    "SELECT word, gigs FROM search_word WHERE word >= :word AND word < :end AND word !~ ':|[0-9]{6}' "
    "ORDER BY gigs DESC, word LIMIT 10"
)
COUNT_AGAIN = (
    "CREATE TEMPORARY TABLE counted ON COMMIT DROP AS "
    "SELECT word, ndoc AS gigs FROM ts_stat('SELECT words FROM gig_search') "
    "UNION ALL SELECT sign, count(*) FROM gig_search, unnest(signs) AS sign GROUP BY sign "
    "UNION ALL SELECT '', count(*) FROM gig_search",
    "DELETE FROM search_word WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = search_word.word)",
    "INSERT INTO search_word AS kept (word, gigs) SELECT word, gigs FROM counted ORDER BY word "
    "ON CONFLICT (word) DO UPDATE SET gigs = excluded.gigs WHERE kept.gigs <> excluded.gigs",
)
_SHORTEST_GUESSED = 4
# What comes near a word changes as rarely as the words are counted; the pages that follow ask for it again.
_KEPT_FOR, _MOST_KEPT = 60.0, 500
_kept: OrderedDict[str, tuple[float, Sequence[tuple[str, int]]]] = OrderedDict()
# One letter may be wrong in a word of so many, two in a longer one.
_SHORT = 5
_FARTHEST = 3
_MOST_MEANT = 3


async def counts(words: Collection[str]) -> Mapping[str, int]:
    """How many gigs bear each of these words or signs; those that none does are left out."""
    return {word: gigs for word, gigs in await records(_COUNTS, {"words": [*words]})}  # noqa: C416  records are no pairs


async def alike(word: str) -> Sequence[tuple[str, int]]:
    """Words in use that share trigrams with this one or begin like it, with how many gigs bear them."""
    if len(word) < _SHORTEST_GUESSED:
        return ()
    if (kept := _kept.get(word)) and kept[0] > time.monotonic():
        return kept[1]
    found = await _read_alike(word)
    _kept[word] = time.monotonic() + _KEPT_FOR, found
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return found


def forget() -> None:
    """Look up anew what comes near a word, as after a count."""
    _kept.clear()


async def _read_alike(word: str) -> Sequence[tuple[str, int]]:
    near = {"word": word, "least": len(word) - _FARTHEST, "most": len(word) + _FARTHEST}
    found = await rows(_SIMILAR, near)
    longer = await rows(_BEGINNING, {"word": word, "end": word + "\uffff"})
    return [(row.word, row.gigs) for row in {*found, *longer}]


def nearest(word: str, others: Iterable[tuple[str, int]]) -> Sequence[str]:
    """What somebody who typed an unknown word may have meant, the likeliest first."""
    if len(word) < _SHORTEST_GUESSED:
        return ()
    most = 1 if len(word) <= _SHORT else 2
    ranked: set[tuple[int, int, str]] = set()
    for other, gigs in others:
        if gigs and other.startswith(word):
            ranked.add((0, -gigs, other))
        elif abs(len(other) - len(word)) <= most and (far := distance(word, other)) <= most:
            ranked.add((far, -gigs, other))
    return tuple(dict.fromkeys(other for _, _, other in sorted(ranked)))[:_MOST_MEANT]


def distance(one: str, other: str) -> int:
    """How many letters were added, lost, changed or swapped with their neighbour."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        above, line = line, [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != wanted))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before = above
    return line[-1]


async def count_again(session: AsyncSession) -> None:
    """Count all words anew: what gigs that changed or went no longer say is forgotten."""
    for statement in COUNT_AGAIN:
        await session.execute(text(statement))
    forget()
