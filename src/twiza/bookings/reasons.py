"""Reasons that nobody typed: kept in English, told in the reader's language."""

from twiza.kit.i18n import N_, gettext

GONE = N_("This person takes no bookings any more.")
NOBODY_CAME = N_("Nobody came.")
_OURS = frozenset({GONE, NOBODY_CAME})


def told(reason: str) -> str:
    """What people typed stays as it is."""
    return gettext(reason) if reason in _OURS else reason
