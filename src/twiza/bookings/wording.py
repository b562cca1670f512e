"""What a client writes into a request, read the same way everywhere: cleaned, not empty, not endless."""

from typing import NamedTuple

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.profiles import texts

LONGEST_DESCRIPTION = 2_000
LONGEST_ADDRESS = 200
LONGEST_FLOOR = 60
LONGEST_LANDMARK = 200
NO_DESCRIPTION = N_("Describe the job in a sentence or two.")
TOO_LONG = N_("Use at most {most} characters.")


class Where(NamedTuple):
    """Where the job is, for whoever confirms."""

    address: str
    floor: str
    landmark: str


def description(text: str) -> str:
    """What is to be done."""
    said = texts.paragraphs(text)
    if not said:
        raise Invalid({"description": NO_DESCRIPTION})
    return _checked(said, "description", LONGEST_DESCRIPTION)


def where(address: str, floor: str, landmark: str) -> Where:
    """The exact place; all of it may be told later, in messages."""
    return Where(
        _checked(texts.line(address), "address", LONGEST_ADDRESS),
        _checked(texts.line(floor), "floor", LONGEST_FLOOR),
        _checked(texts.line(landmark), "landmark", LONGEST_LANDMARK),
    )


def _checked(said: str, field: str, most: int) -> str:
    if len(said) > most:
        raise Invalid({field: TOO_LONG}, most=most)
    return said
