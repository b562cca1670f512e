"""What the address asks for, and addresses that ask for a little more or less."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from twiza.discovery import Asked, Sort
from twiza.discovery.asked import DAYS, LANGUAGES, RATINGS
from twiza.gigs.limits import NOT_AN_AMOUNT
from twiza.kit import money
from twiza.kit.i18n import digits
from twiza.web.templates import query, url

PATH = "/gigs"
LONGEST = 100
# The names of the address, by those of a search.
NAMES: Mapping[str, str] = {
    "words": "q",
    "category": "category",
    "price_least": "min",
    "price_most": "max",
    "days": "days",
    "rating": "rating",
    "language": "language",
    "city": "city",
    "sort": "sort",
}


@dataclass(frozen=True, slots=True)
class Read:
    """An address read: the search, what was typed as it was typed, and what made no sense."""

    asked: Asked
    typed: Mapping[str, str]
    faults: Mapping[str, str]


def read(params: QueryParams) -> Read:
    """What makes no sense is as if it weren't asked; only an amount that can't be read is told."""
    typed = {name: digits(params.get(name, "")).strip()[:LONGEST] for name in NAMES.values()}
    faults: dict[str, str] = {}
    least, most = (_amount(name, typed[name], faults) for name in ("min", "max"))
    if least and most and least > most:
        least, most = most, least
    sort = typed["sort"]
    asked = Asked(
        words=typed["q"],
        category=typed["category"][:60],
        price_least=least,
        price_most=most,
        days=_one_of(DAYS, typed["days"]),
        rating=_one_of(RATINGS, typed["rating"]),
        language=typed["language"] if typed["language"] in LANGUAGES else "",
        city=typed["city"][:60],
        sort=Sort(sort) if sort in set(Sort) else Sort.BEST,
    )
    return Read(asked, typed, faults)


def address(asked: Asked, **more: object) -> str:
    """The page of this search, in the current language."""
    return url(path(asked, **more))


def path(asked: Asked, **more: object) -> str:
    """The same without the language."""
    said: dict[str, object] = {
        NAMES[name]: value for name, value in asked._asdict().items() if value and value != Sort.BEST
    }
    for name in ("min", "max"):
        if name in said:
            said[name] = dirhams(int(str(said[name])))
    return query(PATH, **said, **more)


def dirhams(centimes: int) -> str:
    """An amount as a field of the form holds it."""
    whole, cents = divmod(centimes, 100)
    return f"{whole},{cents:02}" if cents else str(whole)


def _amount(name: str, typed: str, faults: dict[str, str]) -> int:
    if not typed:
        return 0
    try:
        return money.parse(typed)
    except ValueError:
        faults[name] = NOT_AN_AMOUNT
        return 0


def _one_of(known: tuple[int, ...], typed: str) -> int:
    return next((value for value in known if str(value) == typed), 0)
