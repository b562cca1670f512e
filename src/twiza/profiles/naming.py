"""What administrators say of a city, a neighbourhood or a category: names in three languages and a place in lists."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from twiza.kit.errors import Invalid
from twiza.kit.i18n import LANGUAGES, N_, digits
from twiza.profiles import texts

LONGEST_NAME = 60
LAST_PLACE = 999
_PLACE = re.compile(r"[0-9]{1,3}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

NAME_MISSING = N_("Give the name in this language.")
NAME_TOO_LONG = N_("Use at most {most} characters.")
BAD_SLUG = N_("Use small letters, digits and hyphens: it stands in addresses.")
BAD_PLACE = N_("Enter a whole number from 0 to {last}.")


class Said(NamedTuple):
    """Names by language; `position` as it was typed."""

    names: Mapping[str, str]
    position: str = "0"
    hidden: bool = False


def read(said: Said) -> tuple[dict[str, str], int, dict[str, str]]:
    """The columns of the names, the place in the list, and what is wrong."""
    names = {f"name_{code}": texts.line(said.names.get(code, "")) for code in LANGUAGES}
    faults = {name: NAME_MISSING for name, text in names.items() if not text}
    faults |= {name: NAME_TOO_LONG for name, text in names.items() if len(text) > LONGEST_NAME}
    position = digits(texts.line(said.position))
    if not _PLACE.fullmatch(position):
        faults["position"] = BAD_PLACE
        position = "0"
    return names, int(position), faults


def is_slug(address: str) -> bool:
    return len(address) <= LONGEST_NAME and _SLUG.fullmatch(address) is not None


def refuse(faults: dict[str, str]) -> None:
    """Tell all faults, if there are any."""
    if faults:
        raise Invalid(faults, most=LONGEST_NAME, last=LAST_PLACE)
