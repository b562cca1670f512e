"""A freelancer's numbers in the words and shapes of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_date, format_timedelta

from twiza.kit.i18n import babel_locale, format_money, number
from twiza.kit.i18n import gettext as _
from twiza.orders.figures import Month, Sales


@dataclass(frozen=True, slots=True)
class Income:
    """This month's income, how it compares, and a bar for each month."""

    now: str
    compared: str
    total: int
    bars: Sequence[tuple[str, int, str]]


def income(sales: Sales) -> Income:
    """Bars in whole dirhams, so that numbers stay short above them."""
    *_earlier, before, now = sales.months
    return Income(
        now=format_money(now.income),
        compared=_compared(before, now),
        total=sum(month.income for month in sales.months),
        bars=[
            (_name(month), month.income // 100, number(round(month.income / 100))) for month in sales.months
        ],
    )


def _compared(before: Month, now: Month) -> str:
    if not before.income:
        return _("Orders finished since the 1st")
    change = round(100 * (now.income - before.income) / before.income)
    return _("{change}% compared with {month}", change=f"{change:+d}", month=_name(before, "MMMM"))


def _name(month: Month, pattern: str = "MMM") -> str:
    return format_date(month.first, pattern, locale=babel_locale())


def lasts(delay: timedelta | None) -> str:
    """2 hours, 3 days: as short as it stays true."""
    if delay is None:
        return "–"
    at_least = max(delay, timedelta(minutes=1))
    return format_timedelta(at_least, threshold=1.5, locale=babel_locale())
