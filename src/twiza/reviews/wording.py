"""Stars and words, as every review has them."""

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_
from twiza.profiles import texts

LONGEST = 2_000
NO_STARS = N_("Choose from one to five stars.")
NO_WORDS = N_("Say in a few words how it went.")
TOO_LONG = N_("Use at most {most} characters.")


def checked(rating: int | None, text: str) -> tuple[int, str]:
    """From one to five stars, and at least a word."""
    words = texts.paragraphs(text)
    faults: dict[str, str] = {}
    if rating is None or not 1 <= rating <= 5:
        faults["rating"] = NO_STARS
    if not words:
        faults["text"] = NO_WORDS
    elif len(words) > LONGEST:
        faults["text"] = TOO_LONG
    if faults or rating is None:
        raise Invalid(faults, most=LONGEST)
    return rating, words
