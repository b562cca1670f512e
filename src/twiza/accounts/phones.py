"""Phone numbers, read the way Moroccans type them, kept as E.164."""

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, digits

HOME = "MA"
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_ANY_LINE = _MOBILE | {PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP}
_LONGEST = 40

MISSING = N_("Enter your phone number.")
UNREADABLE = N_("This isn’t a phone number we can reach. For example: 06 12 34 56 78.")
NOT_MOBILE = N_("Codes arrive by SMS: enter a mobile number, such as 06 12 34 56 78.")


def read(text: str, *, field: str = "phone", mobile: bool = True) -> str:
    """E.164 for 06…, 07…, +212…, 00212…, other countries with +, in either kind of digits; else Invalid."""
    cleaned = _cleaned(text)
    if not cleaned:
        raise Invalid({field: MISSING})
    number = _parsed(cleaned)
    if number is None:
        raise Invalid({field: UNREADABLE})
    kind = phonenumbers.number_type(number)
    if mobile and kind not in _MOBILE:
        raise Invalid({field: NOT_MOBILE})
    if kind not in _ANY_LINE:
        raise Invalid({field: UNREADABLE})
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def pretty(e164: str) -> str:
    """As people write it: 06 12 34 56 78 at home, +33 6 12 34 56 78 abroad."""
    number = phonenumbers.parse(e164, None)
    if phonenumbers.region_code_for_number(number) != HOME:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    national = f"0{number.national_number}"
    return " ".join(national[at : at + 2] for at in range(0, len(national), 2))


def mask(e164: str) -> str:
    """Enough to recognise one's own number: 06 •• •• •• 78."""
    shown = pretty(e164)
    hidden = "".join("•" if char.isdigit() else char for char in shown[2:-2])
    return f"{shown[:2]}{hidden}{shown[-2:]}".replace(" ", "\u00a0")


def _cleaned(text: str) -> str:
    # Copied numbers bring invisible direction marks along; NFKC makes full-width digits and plus signs plain.
    visible = "".join(char for char in text[:_LONGEST] if unicodedata.category(char) != "Cf")
    return digits(unicodedata.normalize("NFKC", visible)).strip()


def _parsed(cleaned: str) -> PhoneNumber | None:
    # "+212 (0)6 12…" keeps the national zero that an international number drops.
    try:
        number = phonenumbers.parse(cleaned.replace("(0)", ""), HOME)
    except NumberParseException:
        return None
    if number.extension or any(char.isalpha() for char in cleaned):
        return None
    return number if phonenumbers.is_valid_number(number) else None
