"""What people write into an order, read the same way everywhere: cleaned, not empty, not endless."""

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.profiles import texts

LONGEST_TEXT = 5_000
LONGEST_REASON = 1_000
LONGEST_LINE = 120
TOO_LONG = N_("Use at most {most} characters.")
NO_REASON = N_("Give the reason: the other side will read it.")


def paragraphs(text: str, *, field: str, most: int = LONGEST_TEXT, missing: str = "") -> str:
    """A text of several lines; `missing` is what an empty one is told, when it may not be empty."""
    return _checked(texts.paragraphs(text), field, most, missing)


def line(text: str, *, field: str, most: int = LONGEST_LINE, missing: str = "") -> str:
    """One line."""
    return _checked(texts.line(text), field, most, missing)


def reason(text: str, *, field: str = "reason") -> str:
    """Why somebody refuses, asks for changes or decides."""
    return paragraphs(text, field=field, most=LONGEST_REASON, missing=NO_REASON)


def _checked(said: str, field: str, most: int, missing: str) -> str:
    if missing and not said:
        raise Invalid({field: missing})
    if len(said) > most:
        raise Invalid({field: TOO_LONG}, most=most)
    return said
