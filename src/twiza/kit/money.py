"""Money: whole centimes of a dirham, never a float."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, NewType

from sqlalchemy import BigInteger
from sqlalchemy.orm import mapped_column

Centimes = NewType("Centimes", int)
MoneyColumn = Annotated[int, mapped_column(BigInteger)]

MOST = Centimes(10_000_000_00)
# What Arabic keyboards write between dirhams and centimes, and between thousands.
_ARABIC_MARKS = str.maketrans({"٫": ",", "٬": " "})


def dirhams(amount: int) -> Centimes:
    """So many whole dirhams."""
    return Centimes(amount * 100)


def parse(text: str) -> Centimes:
    """Read an amount the way Moroccans type one: 350, 350,50, 1 234,50, 1.234,50 or 1,234.50.

    Raises ValueError for anything else: more than two decimals, a sign, words, or more than the most allowed.
    """
    bare = "".join(text.translate(_ARABIC_MARKS).split())
    whole, mark, cents = _split(bare)
    if mark and not 1 <= len(cents) <= 2:
        raise ValueError(text)
    try:
        amount = Decimal(f"{whole or '0'}.{cents or '0'}")
    except InvalidOperation as error:
        raise ValueError(text) from error
    centimes = int(amount * 100)
    if not bare or not (whole + cents).isascii() or not (whole + cents).isdigit() or centimes > MOST:
        raise ValueError(text)
    return Centimes(centimes)


def _split(bare: str) -> tuple[str, str, str]:
    """Part an amount at its decimal mark: the last of comma or point, unless it plainly groups thousands."""
    at = max(bare.rfind(","), bare.rfind("."))
    if at < 0:
        return bare, "", ""
    whole, mark, cents = bare[:at], bare[at], bare[at + 1 :]
    other = "." if mark == "," else ","
    if mark in whole or (len(cents) == 3 and other not in whole):
        groups = bare.replace(other, "\0").split(mark)
        if "\0" in bare or not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
            raise ValueError(bare)
        return "".join(groups), "", ""
    groups = whole.split(other)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        raise ValueError(bare)
    return "".join(groups), mark, cents
