"""People's names: trimmed, of a sane length, in any script."""

from twiza.accounts.shielding import masked
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

LONGEST = 60
MISSING = {"first_name": N_("Enter your first name."), "last_name": N_("Enter your last name.")}
TOO_LONG = N_("Use at most 60 characters.")
NOT_A_NAME = N_("Use letters: this is the name that people will see.")


def read(text: str, field: str) -> str:
    """The name as it will be shown; else Invalid."""
    cleaned = " ".join(text.split())
    if not cleaned:
        raise Invalid({field: MISSING[field]})
    if len(cleaned) > LONGEST:
        raise Invalid({field: TOO_LONG})
    if not any(char.isalpha() for char in cleaned) or any(
        char in "<>@/\\{}" or not char.isprintable() for char in cleaned
    ):
        raise Invalid({field: NOT_A_NAME})
    # A name stands beside everything that somebody says: no number passes through it.
    if masked(cleaned) != cleaned:
        raise Invalid({field: NOT_A_NAME})
    return cleaned
