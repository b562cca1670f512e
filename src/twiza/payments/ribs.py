"""A Moroccan bank account, told by its RIB: 24 digits of which the last two are the key."""

from collections.abc import Mapping
from dataclasses import dataclass

from twiza.kit import i18n
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_

WRONG_LENGTH = N_("A RIB has 24 digits: this one has {n}.")
WRONG_KEY = N_("A digit of this RIB is wrong: its key doesn’t fit. Copy it again from your bank’s document.")
_DIGITS = 24
_MODULUS = 97
# What the letters "MA" and two noughts are worth when a bank account becomes an IBAN.
_MOROCCO = "221000"

# The first three digits name the bank; the regional banks of Banque Populaire all begin with 1.
BANKS: Mapping[str, str] = {
    "002": "Arab Bank",
    "007": "Attijariwafa bank",
    "011": "Bank of Africa",
    "013": "BMCI",
    "021": "Crédit du Maroc",
    "022": "Saham Bank",
    "028": "Citibank",
    "050": "CFG Bank",
    "225": "Crédit Agricole du Maroc",
    "230": "CIH Bank",
    "310": "Trésorerie Générale du Royaume",
    "350": "Al Barid Bank",
    "360": "Umnia Bank",
}
_POPULAIRE = "Banque Populaire"


@dataclass(frozen=True, slots=True)
class Rib:
    """A RIB whose key was checked."""

    digits: str

    @property
    def bank(self) -> str:
        """The bank's name, or nothing when we don't know this one."""
        return _POPULAIRE if self.digits.startswith("1") else BANKS.get(self.digits[:3], "")

    @property
    def iban(self) -> str:
        return f"MA{98 - int(self.digits + _MOROCCO) % _MODULUS:02}{self.digits}"

    @property
    def grouped(self) -> str:
        """As banks print it: bank, city, account, key."""
        at = self.digits
        return f"{at[:3]} {at[3:6]} {at[6:22]} {at[22:]}"


def read(text: str, *, field: str = "rib") -> Rib:
    """A RIB the way people copy one, spaces and all, or a whole IBAN."""
    bare = "".join(char for char in i18n.digits(text).upper() if char.isalnum())
    if bare.startswith("MA") and len(bare) == _DIGITS + 4:
        bare = bare[4:]
    if len(bare) != _DIGITS or not (bare.isascii() and bare.isdigit()):
        raise Invalid({field: WRONG_LENGTH}, n=sum(char.isdigit() for char in bare))
    if int(bare) % _MODULUS:
        raise Invalid({field: WRONG_KEY})
    return Rib(bare)
