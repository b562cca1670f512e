"""When nobody is found: the list without one of its filters, and the best who come near."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request

from twiza.discovery import ProCard, pro_search
from twiza.kit import i18n
from twiza.web.pros import asking, filters
from twiza.web.pros.asking import Asked, Where

_CARDS = 6


@dataclass(frozen=True, slots=True)
class Near:
    """What is offered instead."""

    # In words, the address, how many it finds.
    without: Sequence[tuple[str, str, str]]
    pros: Sequence[ProCard]


async def offers(connection: AsyncConnection, request: Request, asked: Asked, where: Where) -> Near:
    """Each filter that stands in the way; then this trade in this city, this trade elsewhere, others in this city."""
    without: list[tuple[str, str, str]] = []
    for text, href, freer in filters.chosen(asked, where):
        count = await pro_search.count(connection, asking.wanted(freer, _freer(where, freer)))
        if count:
            said = i18n.number(min(count, pro_search.MOST_COUNTED))
            without.append((text, href, said if count <= pro_search.MOST_COUNTED else f"{said}+"))
    for wider in (
        Asked(city=asked.city, category=asked.category),
        Asked(category=asked.category),
        Asked(city=asked.city),
        Asked(),
    ):
        wanted = asking.wanted(wider, _freer(where, wider))
        found = await pro_search.find(connection, wanted, asking.seed(request), limit=_CARDS)
        if found.pros:
            return Near(without, found.pros)
    return Near(without, ())


def _freer(where: Where, asked: Asked) -> Where:
    """Without what isn't asked for any more."""
    return where._replace(
        city=where.city if asked.city else None,
        category=where.category if asked.category else None,
        neighbourhood=where.neighbourhood if asked.neighbourhood else None,
    )
