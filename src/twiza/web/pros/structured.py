"""What search engines are told about pros: never more than the page says."""

from collections.abc import Mapping, Sequence

from twiza.discovery import ProCard
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language
from twiza.kit.settings import settings
from twiza.pros.shown import ProShown, ServiceShown
from twiza.web.content.json_ld import absolute, breadcrumbs, script
from twiza.web.pros.asking import Asked, path

# Enough to say what the page lists; each further one weighs on every phone.
_FIRST = 4
_KINDS = {
    "plomberie": "Plumber",
    "electricite": "Electrician",
    "climatisation": "HVACBusiness",
    "serrurerie": "Locksmith",
    "peinture": "HousePainter",
    "bricolage": "GeneralContractor",
}
_ANY_KIND = "HomeAndConstructionBusiness"


def item_list(pros: Sequence[ProCard], name: str, trail: Sequence[tuple[str, str]]) -> str:
    """The first pros in their order, and the way here."""
    items = [
        {"@type": "ListItem", "position": place, "url": absolute(one.url), "name": one.name}
        for place, one in enumerate(pros[:_FIRST], start=1)
    ]
    return script(
        {
            "@graph": [
                {"@type": "ItemList", "name": name, "itemListElement": items},
                breadcrumbs(*trail[1:]),
            ]
        }
    )


def business(shown: ProShown) -> str:
    """One pro as a local business; clients reach it through the page, so no number is told."""
    code = language.get()
    here = absolute(f"/pro/{shown.id}")
    told: dict[str, object] = {
        "@type": _KINDS.get(shown.services[0].category, _ANY_KIND) if shown.services else _ANY_KIND,
        "name": shown.name,
        "url": here,
        "description": shown.bio or shown.headline,
        "image": settings().public_url + shown.avatar_url if shown.avatar_url else "",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": shown.city_names[code],
            "addressCountry": "MA",
        },
        "areaServed": [place.names[code] for place in shown.neighbourhoods] or shown.city_names[code],
        "currenciesAccepted": "MAD",
        "makesOffer": [_offer(service, code) for service in shown.services],
    }
    if shown.rating:
        told["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(shown.rating, 2),
            "reviewCount": shown.reviews,
        }
    trail = (
        (_("Home services"), "/services"),
        (shown.city_names[code], path(Asked(city=shown.city))),
        (shown.name, f"/pro/{shown.id}"),
    )
    return script({"@graph": [{k: v for k, v in told.items() if v}, breadcrumbs(*trail)]})


def _offer(service: ServiceShown, code: str) -> Mapping[str, object]:
    price: dict[str, object] = {"@type": "PriceSpecification", "priceCurrency": "MAD"}
    if service.fixed_price is not None:
        price["price"] = service.fixed_price / 100
    elif service.min_price is not None and service.max_price is not None:
        price |= {"minPrice": service.min_price / 100, "maxPrice": service.max_price / 100}
    return {
        "@type": "Offer",
        "itemOffered": {"@type": "Service", "name": service.names[code]},
        "priceSpecification": price,
    }
