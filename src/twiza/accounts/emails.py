"""Email addresses: trimmed, plausible, compared without regard to case by the database."""

import re

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

MISSING = N_("Enter your email address.")
UNREADABLE = N_("This isn’t a complete email address. For example: amina@example.ma.")
_LONGEST = 254
# Whether an address works is shown by the message that arrives; this only catches slips of the finger.
_PLAUSIBLE = re.compile(r"[^\s\x00-\x1f\x7f@<>()\[\],;:\\\"]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}")


def read(text: str, *, field: str = "email") -> str:
    """The address as it will be kept; else Invalid."""
    cleaned = text.strip()
    if not cleaned:
        raise Invalid({field: MISSING})
    local = cleaned.partition("@")[0]
    dotted = local.startswith(".") or local.endswith(".") or ".." in cleaned
    if len(cleaned) > _LONGEST or dotted or not _PLAUSIBLE.fullmatch(cleaned):
        raise Invalid({field: UNREADABLE})
    return cleaned


def mask(email: str) -> str:
    """Enough to recognise one's own address: a•••@example.ma."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••@{domain}"
