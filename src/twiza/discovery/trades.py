"""Which trade and which city somebody's words mean, in any language and spelling: "plombi casa", "سباك الرباط"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from twiza.discovery.stemming import stems, telling
from twiza.discovery.synonyms import Phrase, synonyms
from twiza.discovery.understanding import units_of
from twiza.profiles import CategoryItem, CategoryKind, CityItem

Item = TypeVar("Item")
_CLOSE = 0.8
# How people call cities besides their names.
_ALSO: Mapping[str, Sequence[str]] = {
    "casablanca": ("casa", "dar lbida", "كازا", "كازابلانكا"),
    "rabat-sale": ("rabat", "salé", "الرباط", "سلا"),
    "marrakech": ("kech", "marrakesh"),
    "tanger": ("tangier", "tanja"),
    "fes": ("fez",),
}


class Meant(NamedTuple):
    """What was recognised."""

    category: CategoryItem | None
    city: CityItem | None

    @property
    def nothing(self) -> bool:
        return self.category is None and self.city is None


async def meant(words: str, categories: Iterable[CategoryItem], cities: Iterable[CityItem]) -> Meant:
    """The first trade at the door and the first city that these words name."""
    same = (await synonyms()).same
    trades = {
        phrase: item
        for item in categories
        if item.kind is CategoryKind.LOCAL
        for name in item.names.values()
        for phrase in _names(name, same)
    }
    places = {
        phrase: item
        for item in cities
        for name in (*item.names.values(), *_ALSO.get(item.slug, ()))
        for phrase in _names(name, {})
    }
    units = [unit.names for unit in units_of(words, {phrase: (phrase,) for phrase in places} | dict(same))]
    category = next(_found(units, trades), None) or next(_near(units, trades), None)
    city = next(_found(units, places), None) or next(_near(units, places), None)
    return Meant(category, city)


def _names(name: str, same: Mapping[Phrase, Sequence[Phrase]]) -> Iterator[Phrase]:
    phrase = tuple(telling(stems(name)))
    yield phrase
    yield from same.get(phrase, ())


def _found(units: Sequence[Sequence[Phrase]], known: Mapping[Phrase, Item]) -> Iterator[Item]:
    return (known[name] for names in units for name in names if name in known)


def _near(units: Sequence[Sequence[Phrase]], known: Mapping[Phrase, Item]) -> Iterator[Item]:
    """Mistyped: the nearest single word."""
    single = {phrase[0]: item for phrase, item in known.items() if len(phrase) == 1}
    for names in units:
        if len(names[0]) == 1 and names[0] not in known:
            for near in get_close_matches(names[0][0], single, 1, _CLOSE):
                yield single[near]
