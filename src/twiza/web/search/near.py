"""When nothing is found: the search without one of its filters, a wider category, the best of what is near."""

from collections.abc import Sequence
from dataclasses import dataclass

from twiza import discovery
from twiza.discovery import Asked
from twiza.gigs.cards import GigCard
from twiza.web.search import filters
from twiza.web.search.filters import Places

_CARDS = 8


@dataclass(frozen=True, slots=True)
class Near:
    """What is offered instead."""

    # In words, the address, how many it finds.
    without: Sequence[tuple[str, str, str]]
    gigs: Sequence[GigCard]


async def offers(asked: Asked, where: Places) -> Near:
    """Each filter that stands in the way, then gigs of the category, of the one above it, of all."""
    without: list[tuple[str, str, str]] = []
    for (text, href), freer in zip(filters.chosen(asked, where), _freed(asked), strict=True):
        count = await discovery.count_gigs(freer)
        if count:
            without.append((text, href, filters.count_text(count)))
    for wanted in (
        Asked(category=asked.category),
        Asked(category=where.top.slug if where.top else ""),
        Asked(),
    ):
        found = await discovery.search_gigs(wanted, limit=_CARDS)
        if found.rows:
            return Near(without, found.cards)
    return Near(without, [])


def _freed(asked: Asked) -> list[Asked]:
    """The search without each of its filters, in the order of `filters.chosen`."""
    freed = [
        asked._replace(category=""),
        asked._replace(price_least=0, price_most=0),
        asked._replace(days=0),
        asked._replace(rating=0),
        asked._replace(language=""),
        asked._replace(city=""),
    ]
    return [other for other in freed if other != asked]
