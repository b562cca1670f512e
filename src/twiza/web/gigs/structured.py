"""A gig as search engines read it: what is offered, by whom, for how much."""

from collections.abc import Sequence

from twiza.gigs.covers import LARGE
from twiza.gigs.sellers import SellerFacts
from twiza.gigs.whole import WholeGig
from twiza.kit.settings import settings
from twiza.web.content.json_ld import absolute, breadcrumbs, script

_DESCRIBED = 300


def service(gig: WholeGig, seller: SellerFacts, trail: Sequence[tuple[str, str]]) -> str:
    """The data of the page's script element."""
    address = absolute(f"/gigs/{gig.id}")
    product: dict[str, object] = {
        "@type": "Product",
        "name": gig.title,
        "description": gig.description[:_DESCRIBED],
        "image": settings().public_url + gig.cover_url(LARGE),
        "url": address,
        "brand": {"@type": "Person", "name": seller.name},
        "offers": {
            "@type": "AggregateOffer",
            "priceCurrency": "MAD",
            "lowPrice": f"{min(one.price for one in gig.packages) / 100:.2f}",
            "highPrice": f"{max(one.price for one in gig.packages) / 100:.2f}",
            "offerCount": len(gig.packages),
            "availability": "https://schema.org/InStock",
        },
    }
    if gig.rating:
        product["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(gig.rating, 1),
            "reviewCount": gig.rating_count,
        }
    return script({"@graph": [product, breadcrumbs(*trail, (gig.title, f"/gigs/{gig.id}"))]})
