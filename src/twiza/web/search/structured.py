"""What search engines are told about a page of results."""

from collections.abc import Sequence

from twiza.gigs.cards import GigCard
from twiza.web.content.json_ld import absolute, breadcrumbs, script


def item_list(gigs: Sequence[GigCard], name: str, trail: Sequence[tuple[str, str]]) -> str:
    """The gigs in their order, and the way here."""
    items = [
        {"@type": "ListItem", "position": position, "name": gig.title, "url": absolute(f"/gigs/{gig.id}")}
        for position, gig in enumerate(gigs, start=1)
    ]
    listed = {"@type": "ItemList", "name": name, "numberOfItems": len(items), "itemListElement": items}
    return script({"@graph": [listed, breadcrumbs(*trail[1:])]})
