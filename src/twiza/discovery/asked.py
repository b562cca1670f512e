"""What a search for gigs may ask for, and the signs that the index keeps for it."""

from enum import StrEnum
from typing import NamedTuple

from twiza.profiles.speaking import SPOKEN

LANGUAGES = tuple(SPOKEN)
DAYS = (1, 3, 7, 14)
RATINGS = (48, 45, 40)
# Ranges of prices that are offered ready-made, in centimes: at least, at most; 0 has no end.
_MOST_RANGES = 3
PRICES = ((0, 200_00), (200_00, 500_00), (500_00, 1_000_00), (1_000_00, 2_500_00), (2_500_00, 0))


class Sort(StrEnum):
    """The orders in which gigs can be read."""

    BEST = "best"
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    RATING = "rating"


class Asked(NamedTuple):
    """Empty and zero mean any; prices in centimes, `rating` one of RATINGS, in tenths of a star, `days` at most."""

    words: str = ""
    category: str = ""
    price_least: int = 0
    price_most: int = 0
    days: int = 0
    rating: int = 0
    language: str = ""
    city: str = ""
    sort: Sort = Sort.BEST

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of the filters in use."""
        return tuple(name for name in FILTERS if getattr(self, name))

    def signs(self, *, category: bool = True) -> list[str]:
        """What a gig must bear; prices and days are compared too, for any may be asked for."""
        days = next((known for known in DAYS if self.days and known >= self.days), 0)
        said = (
            f"c:{self.category}" if category and self.category else "",
            f"v:{self.city}" if self.city else "",
            f"l:{self.language}" if self.language else "",
            f"d:{days}" if days else "",
            f"r:{self.rating}" if self.rating else "",
        )
        return [sign for sign in said if sign]

    def price_signs(self) -> list[str]:
        """Of which a gig must bear one: the ranges that the wanted prices touch, unless they are nearly all."""
        touched = [
            f"p:{number}"
            for number, (least, most) in enumerate(PRICES)
            if (not most or self.price_least <= most) and (not self.price_most or self.price_most > least)
        ]
        return touched if len(touched) <= _MOST_RANGES else []


FILTERS = ("category", "price_least", "price_most", "days", "rating", "language", "city")
