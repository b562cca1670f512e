"""The ways of taking part, as every page names them."""

from collections.abc import Mapping

from twiza.accounts.models import HatKind
from twiza.kit.i18n import N_, gettext

NAMES: Mapping[HatKind, str] = {
    HatKind.CLIENT: N_("Client"),
    HatKind.FREELANCER: N_("Freelancer"),
    HatKind.PRO: N_("Home-service pro"),
    HatKind.COMPANY: N_("Company"),
}


def name(kind: HatKind | str) -> str:
    """In the reader's language."""
    return gettext(NAMES[HatKind(kind)])
