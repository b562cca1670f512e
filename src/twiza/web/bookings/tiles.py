"""A leaf of the calendar: the short day, its number and month, beside an hour that is written out in full."""

from datetime import datetime

from babel.dates import format_datetime

from twiza.kit import clock
from twiza.kit.i18n import babel_locale


def tile(when: datetime) -> dict[str, str]:
    local = clock.local(when)
    parts = {"weekday": "EEE", "day": "d", "month": "MMM"}
    return {name: format_datetime(local, pattern, locale=babel_locale()) for name, pattern in parts.items()}


def short(when: datetime) -> str:
    """26 nov. 16:00, where there is no room for more and the whole date stands elsewhere on the page."""
    return format_datetime(clock.local(when), "d MMM HH:mm", locale=babel_locale())
