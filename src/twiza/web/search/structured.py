"""What search engines are told about a page of results."""

from collections.abc import Sequence

from twiza.gigs.cards import GigCard
from twiza.web.content.json_ld import absolute, breadcrumbs, script

# Enough to say what the page lists; each further one weighs on every phone.
_FIRST = 4


def item_list(gigs: Sequence[GigCard], name: str, trail: Sequence[tuple[str, str]]) -> str:
    """The first gigs in their order, and the way here."""
    items = [
        {"@type": "ListItem", "position": position, "url": absolute(f"/gigs/{gig.id}")}
        for position, gig in enumerate(gigs[:_FIRST], start=1)
    ]
    listed = {"@type": "ItemList", "name": name, "itemListElement": items}
    return script({"@graph": [listed, breadcrumbs(*trail[1:])]})
