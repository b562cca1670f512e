"""Days, hours and prices of pros, as every page of theirs names them."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date, get_day_names

from twiza.kit.i18n import babel_locale, format_money
from twiza.kit.i18n import gettext as _

# As people in Morocco read a week; 0 is Sunday.
DAYS = (1, 2, 3, 4, 5, 6, 0)
Interval = tuple[int, int]


def day_name(day: int) -> str:
    """Monday, with a capital letter where the script has one: it stands alone."""
    # Babel counts from Monday.
    said = get_day_names("wide", "stand-alone", babel_locale())[(day - 1) % 7]
    return said[:1].upper() + said[1:]


def short_day(day: date) -> str:
    """jeu. 26."""
    return format_date(day, "E d", locale=babel_locale())


def month_name(day: date) -> str:
    said = format_date(day, "LLLL y", locale=babel_locale())
    return said[:1].upper() + said[1:]


def clock_text(minute: int) -> str:
    """09:00; the end of a day is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def hours_text(start: int, end: int) -> str:
    """09:00–12:00, from left to right in Arabic too."""
    return f"\u2066{clock_text(start)}–{clock_text(end)}\u2069"


def intervals_text(intervals: Sequence[Interval]) -> str:
    """09:00–12:00 · 14:00–18:00."""
    return " · ".join(hours_text(start, end) for start, end in intervals) or _("Not open")


def price_text(fixed: int | None, least: int | None, most: int | None) -> str:
    """One price, or from one to another."""
    if fixed is not None:
        return format_money(fixed)
    return _("{least} to {most}", least=format_money(least or 0), most=format_money(most or 0))
