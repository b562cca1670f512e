"""The privacy shield: phone numbers in what people write are hidden from whoever may not know them yet.

Texts are kept as they were typed; `masked` is asked each time one is shown to somebody else. It looks at a
shadow of the text in which every kind of digit is a plain one and invisible signs are gone, and hides what
rings a phone. Prices, dates, bank accounts and references of orders stay. Files are outside of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import phonenumbers
from phonenumbers import NumberParseException

from twiza.accounts import spoken_numbers
from twiza.accounts.spoken_numbers import Span
from twiza.kit.i18n import N_, gettext

HIDDEN = N_("[number hidden]")

_GAP = r"[\W_]{0,4}"
_NINE = rf"[5-8](?:{_GAP}\d){{8}}"
_WITH_CODE = rf"(?:\+|(?<!\d)0{_GAP}0|(?<!\d)){_GAP}2{_GAP}1{_GAP}2{_GAP}(?:0{_GAP})?{_NINE}"
_LOCAL = rf"(?:(?<!\d)0|(?<!\w)[oO]){_GAP}{_NINE}"
_MOROCCAN = re.compile(rf"(?:{_WITH_CODE}|{_LOCAL})(?!\d)")
_FOREIGN = re.compile(rf"(?:\+|(?<!\d)00){_GAP}([1-9](?:{_GAP}\d){{6,14}})(?!\d)")
_WITHOUT_ZERO = re.compile(r"(?<![\d.,+])[67](?:[ .\-/]?\d){8}(?!\d)")
_LINK = re.compile(
    r"(?:https?://|//)?(?:www\.)?(?:wa\s?\.\s?me|(?:api|chat|web)\.whatsapp\.com)(?:/\S*|(?!\w))|(?:whatsapp:|tel:)\S+",
    re.IGNORECASE,
)

# What has as many digits as a phone number and is none.
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_TIME = r"(?:[01]?\d|2[0-3])\s?(?:[h:]\s?[0-5]\d|h)(?!:?\d)"
_HARMLESS = re.compile(
    rf"(?<![\d/.\-]){_DAY}([/.\-]){_MONTH}\1(?:19|20)\d\d(?!\d|[/.\-]\d)"
    rf"|(?<![\d/.\-]){_DAY}([/.\-]){_MONTH}\2\d\d(?=\W{{1,4}}{_TIME})"
    rf"|(?<![\d/.\-])(?:19|20)\d\d([/.\-]){_MONTH}\3{_DAY}(?!\d|[/.\-]\d)"
    rf"|(?<![\d/.\-])(?:{_DAY}/{_MONTH}(?:\s?,\s|\s-\s)){{2,}}{_DAY}/{_MONTH}(?![\d/])"
    rf"|(?<![\d:]){_TIME}\s?[-–à,/]\s?{_TIME}"
    r"|(?<!\w)TW-[A-Z0-9]{6}(?!\w)",
    re.IGNORECASE,
)
_BANK_ACCOUNT = re.compile(r"(?:MA[ ]?\d\d[ ]?|(?<!\d))(\d(?:[ .\-]?\d){23})(?!\d)")
_CURRENCY = re.compile(r"\s*(?:mad|dhs?|dirhams?|centimes?|ryals?|€|\$|eur|د\.?م|درهم)(?!\w)", re.IGNORECASE)
_WORTH_A_LOOK = re.compile(r"[^\x00-\x2f\x3a-\x60\x7b-\x7f]")


def masked(text: str) -> str:
    """The text with each phone number replaced by a few words in the reader's language."""
    if not _WORTH_A_LOOK.search(text):
        return text
    shadow, places = _shadow(text)
    hidden = _merged(_found(shadow))
    if not hidden:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in hidden:
        pieces += [text[at : places[start]], gettext(HIDDEN)]
        at = places[end - 1] + 1
    return "".join([*pieces, text[at:]])


def _shadow(text: str) -> tuple[str, list[int]]:
    """What a reader sees of it, in plain digits, and where each letter stands in the original."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        digit = unicodedata.digit(letter, None)
        if digit is not None:
            letters.append(str(digit))
        elif unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
            continue
        else:
            letters.append("+" if letter in "＋﹢➕" else letter)
        places.append(place)
    return "".join(letters), places


def _found(shadow: str) -> Iterator[Span]:
    for link in _LINK.finditer(shadow):
        yield link.span()
    kept = "".join(_without_harmless(shadow))
    for number in _MOROCCAN.finditer(kept):
        yield number.span()
    for number in _FOREIGN.finditer(kept):
        if _rings("+" + re.sub(r"\D", "", number[1])) and not _CURRENCY.match(kept, number.end()):
            yield number.span()
    for number in _WITHOUT_ZERO.finditer(kept):
        if not _is_price(kept, number):
            yield number.span()
    yield from spoken_numbers.spans(kept)


def _without_harmless(shadow: str) -> Iterator[str]:
    """The shadow with letters where dates, references and bank accounts stand: same length, no number in them."""
    at = 0
    for start, end in _merged([*(found.span() for found in _HARMLESS.finditer(shadow)), *_accounts(shadow)]):
        yield shadow[at:start]
        yield "x" * (end - start)
        at = end
    yield shadow[at:]


def _accounts(shadow: str) -> Iterator[Span]:
    """A Moroccan bank account (RIB) has 24 digits, the last two its key."""
    for account in _BANK_ACCOUNT.finditer(shadow):
        if int(re.sub(r"\D", "", account[1])) % 97 == 0:
            yield account.span()


def _is_price(shadow: str, number: re.Match[str]) -> bool:
    """Nine digits may be an amount, or three prices in a row, which end in noughts."""
    groups = re.split(r"\D", number[0])
    round_prices = [len(group) for group in groups] == [3, 3, 3] and all(g.endswith("0") for g in groups)
    return round_prices or _CURRENCY.match(shadow, number.end()) is not None


def _rings(e164: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(e164, None))
    except NumberParseException:
        return False


def _merged(spans: Iterable[Span]) -> list[Span]:
    """In order, overlapping ones joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
