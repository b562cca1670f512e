"""The filters beside a list of pros: what is in use, in words, each with the list without it."""

from collections.abc import Iterator
from datetime import date, timedelta

from twiza.kit import clock, i18n
from twiza.kit.i18n import gettext as _
from twiza.web.pros.asking import RATINGS, Asked, Where, address, days


def chosen(asked: Asked, where: Where) -> Iterator[tuple[str, str, Asked]]:
    """In words, the address without it, and what that asks for."""
    for text, freer in _freed(asked, where):
        yield text, address(freer), freer


def day_options() -> list[tuple[str, str]]:
    """Today, tomorrow, and the days that follow."""
    return [(day.isoformat(), day_text(day)) for day in days()]


def day_text(day: date) -> str:
    today = clock.local(clock.now()).date()
    if day == today:
        return _("Today")
    return _("Tomorrow") if day == today + timedelta(days=1) else i18n.format_date(day, "day")


def hour_text(hour: int) -> str:
    return f"{hour:02}:00"


def rating_options() -> list[tuple[str, str]]:
    return [(str(tenths), i18n.number(tenths / 10)) for tenths in RATINGS]


def _freed(asked: Asked, where: Where) -> Iterator[tuple[str, Asked]]:
    code = i18n.language.get()
    if where.category:
        yield where.category.name(code), asked._replace(category="")
    if where.neighbourhood:
        yield where.neighbourhood.names[code], asked._replace(neighbourhood="")
    if where.city:
        yield where.city.name(code), asked._replace(city="", neighbourhood="")
    if asked.urgent:
        yield _("As soon as possible"), asked._replace(urgent=False)
    if asked.day:
        text = day_text(asked.day)
        if asked.hour is not None:
            text = _("{day} at {hour}", day=text, hour=hour_text(asked.hour))
        yield text, asked._replace(day=None, hour=None)
    if asked.rating:
        stars = i18n.number(asked.rating / 10)
        yield _("{stars} stars or more", stars=stars), asked._replace(rating=0)
    if asked.verified:
        yield _("Identity verified"), asked._replace(verified=False)
    if asked.price:
        yield _("Up to {amount}", amount=i18n.format_money(asked.price)), asked._replace(price=0)
