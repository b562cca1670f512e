"""The filters beside the results: each value with how many gigs it would leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twiza.discovery import Asked, Sort
from twiza.discovery.asked import DAYS, LANGUAGES, PRICES, RATINGS
from twiza.discovery.finding import MOST_COUNTED
from twiza.kit import i18n
from twiza.kit.i18n import N_, ngettext
from twiza.kit.i18n import gettext as _
from twiza.profiles import CategoryItem, CityItem
from twiza.profiles.speaking import SPOKEN
from twiza.web.search.asking import address

SORTS: Mapping[Sort, str] = {
    Sort.BEST: N_("Best match"),
    Sort.NEWEST: N_("Newest"),
    Sort.PRICE_ASC: N_("Lowest price"),
    Sort.PRICE_DESC: N_("Highest price"),
    Sort.RATING: N_("Best rated"),
}
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter; a deeper one stands under the one before it."""

    value: str
    text: str
    count: str = ""
    chosen: bool = False
    deeper: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The categories and cities that can be chosen, and those that are."""

    categories: Sequence[CategoryItem]
    cities: Sequence[CityItem]
    top: CategoryItem | None
    category: CategoryItem | None
    city: CityItem | None


def places(asked: Asked, categories: Sequence[CategoryItem], cities: Sequence[CityItem]) -> Places:
    """Gigs are done online, so only those categories count."""
    online = [item for item in categories if item.kind == "online"]
    top = chosen = None
    for item in online:
        for each in (item, *item.children):
            if each.slug == asked.category:
                top, chosen = item, each
    city = next((item for item in cities if item.slug == asked.city), None)
    return Places(online, cities, top, chosen, city)


def count_text(count: int) -> str:
    """Exact up to a thousand."""
    return f"{i18n.number(MOST_COUNTED)}+" if count > MOST_COUNTED else i18n.number(count)


def groups(asked: Asked, counts: Counts, where: Places) -> dict[str, list[Choice]]:
    """Every filter with its values; what no gig has is left out, unless it is chosen."""
    code = i18n.language.get()
    return {
        "category": list(_categories(asked, counts, where, code)),
        "city": [
            _choice("city", item.slug, item.name(code), asked.city, counts, always=True)
            for item in where.cities
        ],
        "language": [
            choice
            for each in LANGUAGES
            if (choice := _choice("language", each, _(SPOKEN[each]), asked.language, counts)).count
            or choice.chosen
        ],
        "days": [
            _choice("days", str(days), _days(days), str(asked.days), counts, always=True) for days in DAYS
        ],
        "rating": [
            _choice("rating", str(tenths), i18n.number(tenths / 10), str(asked.rating), counts, always=True)
            for tenths in RATINGS
        ],
        "price": list(_prices(asked, counts)),
    }


def chosen(asked: Asked, where: Places) -> Iterator[tuple[str, str]]:
    """The filters in use, in words, each with the search without it."""
    code = i18n.language.get()
    if where.category:
        yield where.category.name(code), address(asked._replace(category=""))
    if asked.price_least or asked.price_most:
        yield (
            _price(asked.price_least, asked.price_most),
            address(asked._replace(price_least=0, price_most=0)),
        )
    if asked.days:
        yield _days(asked.days), address(asked._replace(days=0))
    if asked.rating:
        stars = i18n.number(asked.rating / 10)
        yield _("{stars} stars or more", stars=stars), address(asked._replace(rating=0))
    if asked.language:
        yield _(SPOKEN[asked.language]), address(asked._replace(language=""))
    if where.city:
        yield where.city.name(code), address(asked._replace(city=""))


def _categories(asked: Asked, counts: Counts, where: Places, code: str) -> Iterator[Choice]:
    for item in where.categories:
        yield _choice("category", item.slug, item.name(code), asked.category, counts, always=True)
        if item is where.top:
            for child in item.children:
                found = _choice("category", child.slug, child.name(code), asked.category, counts, always=True)
                yield Choice(found.value, found.text, found.count, found.chosen, deeper=True)


def _prices(asked: Asked, counts: Counts) -> Iterator[Choice]:
    for number, (least, most) in enumerate(PRICES):
        count = counts.get(("price", str(number)), 0)
        is_chosen = (asked.price_least, asked.price_most) == (least, most)
        wanted = asked._replace(price_least=0 if is_chosen else least, price_most=0 if is_chosen else most)
        if count or is_chosen:
            yield Choice(str(number), _price(least, most), count_text(count), is_chosen, href=address(wanted))


def _choice(name: str, value: str, text: str, asked: str, counts: Counts, *, always: bool = False) -> Choice:
    count = counts.get((name, value), 0)
    return Choice(value, text, count_text(count) if count or always else "", chosen=value == asked)


def _days(days: int) -> str:
    return _("24 hours") if days == 1 else ngettext("{n} day or less", "{n} days or less", days)


def _price(least: int, most: int) -> str:
    if not most:
        return _("{amount} and more", amount=i18n.format_money(least))
    if not least:
        return _("Up to {amount}", amount=i18n.format_money(most))
    return _("{least} to {most}", least=i18n.number(least / 100), most=i18n.format_money(most))
