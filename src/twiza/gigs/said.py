"""What a freelancer says of a gig, as it was typed or sent, and how each piece is read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from twiza.gigs import limits
from twiza.gigs.limits import PRICE
from twiza.kit import money
from twiza.kit.i18n import digits
from twiza.profiles import texts

_BETWEEN_TAGS = re.compile(r"[,،;؛\n#]")
_CURRENCY = re.compile(r"(?i)(mad|dhs?|dirhams?|درهم|د\.م\.?)\.?$")
_ARABIC_MARKS = str.maketrans({"٫": ",", "٬": " "})


class Details(TypedDict, total=False):
    """What may change; what isn't given stays. The category is a slug, tags are one line or a list."""

    title: str
    description: str
    category: str | None
    language: str
    tags: str | Iterable[str]


@dataclass(frozen=True, slots=True)
class PackageSaid:
    """One package: the price as typed or in centimes; no revisions means as many as it takes."""

    title: str = ""
    contents: str = ""
    price: str | int = ""
    delivery_days: str | int = ""
    revisions: str | int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: such a package isn't offered."""
        said = (self.title, self.contents, self.price, self.delivery_days)
        return not any(texts.line(str(each)) for each in said)


@dataclass(frozen=True, slots=True)
class FaqSaid:
    """A question that comes often, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class QuestionSaid:
    """What the client tells before the work starts."""

    question: str
    required: bool = True


def tags(said: str | Iterable[str]) -> list[str]:
    """Keywords without repetitions, however they are parted."""
    parts = _BETWEEN_TAGS.split(said) if isinstance(said, str) else said
    kept: dict[str, str] = {}
    for part in parts:
        tag = texts.line(part)
        if tag:
            kept.setdefault(tag.casefold(), tag)
    return list(kept.values())


def price(said: str | int, faults: dict[str, str], field: str) -> int | None:
    """Centimes of what was typed in dirhams, or the centimes themselves."""
    try:
        amount = said if isinstance(said, int) else money.parse(_bare_amount(said))
    except ValueError:
        faults[field] = limits.NOT_AN_AMOUNT
        return None
    if not PRICE[0] <= amount <= PRICE[1]:
        faults[field] = limits.PRICE_RANGE
        return None
    return amount


def whole(said: str | int, most: int, faults: dict[str, str], field: str, fault: str, *, least: int) -> int:
    """A whole number between two bounds, in any digits."""
    typed = digits(texts.line(str(said)))
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4 and least <= int(typed) <= most):
        faults[field] = fault
        return least
    return int(typed)


def _bare_amount(typed: str) -> str:
    """Without the currency that people write after it, in Western digits."""
    plain = digits(texts.line(typed)).translate(_ARABIC_MARKS)
    return _CURRENCY.sub("", plain).strip()
