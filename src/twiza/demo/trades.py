"""The crowd of pros: five of each trade in each of three cities, their names and words drawn evenly from what is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from twiza.demo import written
from twiza.demo.written import Part, labelled

_CITIES = ("casablanca", "rabat-sale", "marrakech")
_OF_EACH = 5


@dataclass(frozen=True, slots=True)
class Tradesperson:
    """Somebody who comes to the door."""

    handle: str
    first: str
    last: str
    city: str
    category: str
    language: str
    headline: str
    bio: str


@lru_cache
def trades() -> Mapping[str, Part]:
    """What pros of each trade say of themselves; the heading tells from which price to which."""
    return {part.heading[0]: part for part in written.parts("pros.txt") if len(part.heading) == 3}


def crowd() -> Iterator[Tradesperson]:
    """The same on every machine."""
    firsts, lasts = _names("men") + _names("women"), _names("last")
    kinds = list(trades())
    for number in range(len(kinds) * len(_CITIES) * _OF_EACH):
        slug = kinds[number % len(kinds)]
        city = _CITIES[number // len(kinds) % len(_CITIES)]
        language, headline, bio = _words(trades()[slug], number // (len(kinds) * len(_CITIES)))
        last = lasts[number * 5 % len(lasts)].replace("-", " ")
        handle = f"pro{number + 1}"
        yield Tradesperson(handle, firsts[number % len(firsts)], last, city, slug, language, headline, bio)


def _names(whose: str) -> list[str]:
    return next(part.lines[0][0].split() for part in written.parts("pros.txt") if part.heading[-1] == whose)


def _words(part: Part, place: int) -> tuple[str, str, str]:
    """Three in five write French, two Arabic."""
    told: list[Sequence[str]] = [("fr", *one) for one in labelled(part, "fr")]
    told += [("ar", *one) for one in labelled(part, "ar")]
    language, headline, bio = told[place % len(told)]
    return language, headline, bio
