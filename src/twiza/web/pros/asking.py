"""What the address of a list of pros asks for, and addresses that ask for a little more or less."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection, Request

from twiza.discovery import ProsAsked, pro_ranking
from twiza.gigs.limits import NOT_AN_AMOUNT
from twiza.kit import clock, money
from twiza.kit.i18n import digits
from twiza.kit.i18n import gettext as _
from twiza.profiles import CategoryItem, CategoryKind, CityItem
from twiza.pros.shown import PlaceShown
from twiza.web.bookings.asked import moment_text
from twiza.web.session import viewer_of
from twiza.web.templates import query, url

PATH = "/pros"
_ASK = "/client/bookings/new"
LONGEST = 100
# Tenths of a star; days ahead; hours of a day that can be asked for.
RATINGS = (48, 45, 40)
DAYS = 8
HOURS = range(7, 22)


class Asked(NamedTuple):
    """What is said in the address; empty means any. `hour` needs a day, `urgent` makes both pointless."""

    words: str = ""
    city: str = ""
    category: str = ""
    neighbourhood: str = ""
    day: date | None = None
    hour: int | None = None
    urgent: bool = False
    rating: int = 0
    verified: bool = False
    price: int = 0


class Where(NamedTuple):
    """What can be chosen, and what is."""

    cities: Sequence[CityItem]
    categories: Sequence[CategoryItem]
    neighbourhoods: Sequence[PlaceShown]
    city: CityItem | None
    category: CategoryItem | None
    neighbourhood: PlaceShown | None


def read(params: QueryParams, faults: dict[str, str]) -> Asked:
    """What makes no sense is as if it weren't asked; only an amount that can't be read is told."""
    typed = {name: digits(value).strip()[:LONGEST] for name, value in params.items()}
    day = _day(typed.get("day", ""))
    hour = next((hour for hour in HOURS if str(hour) == typed.get("hour", "")), None)
    if hour is not None and day == _today() and hour <= clock.local(clock.now()).hour:
        # That hour is past.
        hour = None
    urgent = typed.get("when") == "soon" or typed.get("urgent") == "1"
    return Asked(
        words=typed.get("q", ""),
        city=typed.get("city", "")[:60],
        category=typed.get("category", "")[:60],
        neighbourhood=typed.get("neighbourhood", "")[:60],
        day=None if urgent else day,
        hour=hour if day and not urgent else None,
        urgent=urgent,
        rating=next((tenths for tenths in RATINGS if str(tenths) == typed.get("rating", "")), 0),
        verified=typed.get("verified") == "1",
        price=_amount(typed.get("price", ""), faults),
    )


def wanted(asked: Asked, where: Where) -> ProsAsked:
    """The same as the lists understand it."""
    at = None
    if asked.day is not None:
        began = datetime.combine(asked.day, time(asked.hour or 0), clock.CASABLANCA)
        at = began.astimezone(UTC)
    return ProsAsked(
        city_id=where.city.id if where.city else None,
        category_id=where.category.id if where.category else None,
        neighbourhood_id=where.neighbourhood.id if where.neighbourhood else None,
        at=at,
        hours=24 if asked.hour is None else 1,
        urgent=asked.urgent,
        rating=asked.rating * 10,
        verified=asked.verified,
        price=asked.price,
    )


def of_many(asked: Asked, where: Where) -> dict[str, str] | None:
    """The way to a request that goes to up to three at once: for the hour that was chosen, or as soon as possible."""
    if not asked.urgent and asked.hour is None:
        return None
    if not (where.city and where.category):
        missing = _("Choose a city and a service: then you can ask up to three pros at once.")
        return {"text": missing, "href": "", "icon": "info"}
    place = {"city": where.city.slug, "category": where.category.slug}
    if asked.urgent:
        href = url(query(_ASK, **place, urgent=1))
        return {"text": _("Ask for a visit as soon as possible"), "href": href, "icon": "zap"}
    at = wanted(asked, where).at
    href = url(query(_ASK, **place, at=moment_text(at) if at else ""))
    return {"text": _("Ask up to three pros for this hour"), "href": href, "icon": "calendar-plus"}


def locals_of(categories: Sequence[CategoryItem]) -> list[CategoryItem]:
    """What is done at the client's door."""
    return [item for item in categories if item.kind is CategoryKind.LOCAL]


def address(asked: Asked, **more: object) -> str:
    """The list as asked for, in the current language."""
    return url(path(asked, **more))


def path(asked: Asked, **more: object) -> str:
    """The same without the language; a trade in a city has an address of its own."""
    said: dict[str, object] = {
        "q": asked.words,
        "city": asked.city,
        "category": asked.category,
        "neighbourhood": asked.neighbourhood,
        "day": asked.day.isoformat() if asked.day else "",
        "hour": "" if asked.hour is None else asked.hour,
        "when": "soon" if asked.urgent else "",
        "rating": asked.rating or "",
        "verified": "1" if asked.verified else "",
        "price": dirhams(asked.price) if asked.price else "",
        **more,
    }
    named = {name: value for name, value in said.items() if value not in {"", None}}
    if set(named) == {"city", "category"}:
        return trade_path(asked.city, asked.category)
    return query(PATH, **named)


def trade_path(city: str, category: str) -> str:
    return f"{PATH}/{city}/{category}"


def dirhams(centimes: int) -> str:
    """An amount as a field of the form holds it."""
    whole, cents = divmod(centimes, 100)
    return f"{whole},{cents:02}" if cents else str(whole)


def days() -> list[date]:
    """Which days can be asked for."""
    today = _today()
    return [today + timedelta(days=ahead) for ahead in range(DAYS)]


def seed(request: Request) -> int:
    """The viewer's order of today: the same on every page, another for the next one."""
    viewer = viewer_of(request)
    return pro_ranking.seed(str(viewer.id), _today()) if viewer else visitors_seed(request)


def visitors_seed(connection: HTTPConnection) -> int:
    """The same for whoever isn't signed in, told apart by where they come from."""
    return pro_ranking.seed(connection.client.host if connection.client else "", _today())


def _today() -> date:
    return clock.local(clock.now()).date()


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day in days() else None


def _amount(typed: str, faults: dict[str, str]) -> int:
    if not typed:
        return 0
    try:
        return money.parse(typed)
    except ValueError:
        faults["price"] = NOT_AN_AMOUNT
        return 0
