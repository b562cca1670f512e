"""What a service costs, as it is told before anybody comes: a range or a fixed price, which bind nobody."""

import re
from typing import NamedTuple

from twiza.kit import money
from twiza.kit.i18n import N_, digits, number
from twiza.kit.money import dirhams
from twiza.profiles import texts
from twiza.pros.models import PricingType

LEAST, MOST = dirhams(10), dirhams(100_000)
NOT_AN_AMOUNT = N_("Enter an amount in dirhams, such as 150 or 1 234,50.")
OUT_OF_RANGE = N_("Enter an amount from {least} to {most} dirhams.")
RANGE_ORDER = N_("The highest price can’t be below the lowest.")
NO_TYPE = N_("Choose a range or a fixed price.")
_CURRENCY = re.compile(r"(?i)(mad|dhs?|dirhams?|درهم|د\.م\.?)\.?$")


class Priced(NamedTuple):
    """A price read: the columns of a service."""

    pricing_type: PricingType
    min_price: int | None = None
    max_price: int | None = None
    fixed_price: int | None = None


def read(
    kind: str, lowest: str | int, highest: str | int, fixed: str | int, faults: dict[str, str]
) -> Priced | None:
    """The price of a service, as typed in dirhams or given in centimes."""
    if kind == PricingType.FIXED:
        return Priced(PricingType.FIXED, fixed_price=amount(fixed, faults, "fixed_price"))
    if kind != PricingType.RANGE:
        faults["pricing_type"] = NO_TYPE
        return None
    low, high = amount(lowest, faults, "min_price"), amount(highest, faults, "max_price")
    if low is not None and high is not None and high < low:
        faults["max_price"] = RANGE_ORDER
    return Priced(PricingType.RANGE, low, high)


def amount(said: str | int, faults: dict[str, str], field: str, *, least: int = LEAST) -> int | None:
    """Centimes of what was typed in dirhams, or the centimes themselves."""
    try:
        found = said if isinstance(said, int) else money.parse(_CURRENCY.sub("", digits(texts.line(said))))
    except ValueError:
        faults[field] = NOT_AN_AMOUNT
        return None
    if not least <= found <= MOST:
        faults[field] = OUT_OF_RANGE
        return None
    return found


def named() -> dict[str, str | int]:
    """The bounds by the names that the sentences use."""
    return {"least": number(LEAST // 100), "most": number(MOST // 100)}
