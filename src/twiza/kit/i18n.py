"""Three languages: texts from gettext catalogues, dates and amounts as Moroccans write them.

The English sentence is the key. French and Arabic live in `locale/<language>/<area>.po`, one file per area, merged
when loaded; English needs none. Which language speaks is a context variable: the web sets it from the address, the
worker from the account it writes to.
"""

import gettext as stdlib_gettext
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime, format_time, format_timedelta
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from twiza.kit import clock
from twiza.kit.settings import CHECKOUT

LANGUAGES = ("fr", "ar", "en")
NAMES: Mapping[str, str] = {"fr": "Français", "ar": "العربية", "en": "English"}
LOCALE_FOLDER = CHECKOUT / "locale"
_BABEL: Mapping[str, Locale] = {
    # CLDR’s fr_MA shortens June and July alike.
    "fr": Locale.parse("fr"),
    "ar": Locale.parse("ar_MA"),
    "en": Locale.parse("en_GB"),
}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

# Moroccans group thousands with a space in Arabic text too; CLDR's ar_MA puts a point there.
_FRENCH_NUMBERS = Locale.parse("fr_MA")
_NUMBERS: Mapping[str, Locale] = {"fr": _FRENCH_NUMBERS, "ar": _FRENCH_NUMBERS, "en": _BABEL["en"]}

language: ContextVar[str] = ContextVar("language", default="fr")


@dataclass(frozen=True)
class Catalogue:
    """All texts of one language."""

    texts: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]


def N_(text: str) -> str:  # noqa: N802  gettext's own name: marks a text now, translated when shown
    return text


def gettext(text: str, **params: object) -> str:
    """The sentence in the current language, its `{placeholders}` filled."""
    found = catalogue(language.get()).texts.get(text)
    said = found[0] if found else text
    return said.format_map(params) if params else said


def ngettext(one: str, many: str, n: int, **params: object) -> str:
    """The sentence for this number: Arabic has six forms, French counts 0 as one."""
    known = catalogue(language.get())
    found = known.texts.get(one)
    said = found[known.plural(n)] if found else (one if n == 1 else many)
    return said.format_map({"n": number(n), **params})


_ = gettext


@contextmanager
def use(code: str) -> Iterator[None]:
    """Speak this language within the block."""
    token = language.set(code)
    try:
        yield
    finally:
        language.reset(token)


def written_in(text: str) -> str:
    """The language of a person's words where it differs from the page's; empty where nothing tells it."""
    first = next((letter for letter in text if letter.isalpha()), "")
    if not first:
        return ""
    in_arabic = "ARABIC" in unicodedata.name(first, "")
    if in_arabic:
        return "ar" if language.get() != "ar" else ""
    # In Morocco Latin letters are French more often than not.
    return "fr" if language.get() == "ar" else ""


def isolated(text: str) -> str:
    """Latin words inside an Arabic sentence, marked so that they leave its full stops and quotes where they are."""
    return f"\u2068{text}\u2069" if language.get() == "ar" and written_in(text) else text


def direction(code: str) -> str:
    """Which way the language is written."""
    return "rtl" if code == "ar" else "ltr"


@lru_cache
def catalogue(code: str) -> Catalogue:
    """Read every catalogue of one language, once per process."""
    texts: dict[str, tuple[str, ...]] = {}
    plural: Callable[[int], int] = stdlib_gettext.c2py("n != 1")
    for path in sorted((LOCALE_FOLDER / code).glob("*.po")):
        with path.open("rb") as file:
            read = read_po(file, locale=code)
        plural = stdlib_gettext.c2py(read.plural_expr)
        for message in read:
            key = message.id if isinstance(message.id, str) else message.id[0]
            strings = message.string or ""
            said = (strings,) if isinstance(strings, str) else tuple(strings)
            if key and all(said):
                texts[key] = said
    return Catalogue(texts, plural)


def babel_locale() -> Locale:
    return _BABEL[language.get()]


def digits(text: str) -> str:
    """Arabic-Indic digits become Western ones, so that every number field takes both."""
    return text.translate(_DIGITS)


def number(value: float, pattern: str | None = None) -> str:
    return _decimal(value, pattern, language.get())


@lru_cache(maxsize=4096)
def _decimal(value: float, pattern: str | None, code: str) -> str:
    """Lists say the same few numbers again and again, and Babel takes its time over each."""
    return format_decimal(value, pattern, locale=_NUMBERS[code])


def format_money(centimes: int) -> str:
    """1 234,50 MAD: cents are shown only when there are any."""
    whole, cents = divmod(abs(centimes), 100)
    pattern = "#,##0.00" if cents else "#,##0"
    sign = "-" if centimes < 0 else ""
    amount = _decimal(whole + cents / 100 if cents else whole, pattern, language.get())
    return f"{sign}{amount} {gettext('MAD')}".replace(" ", "\u00a0")


def format_date(moment: date | datetime, style: str = "long") -> str:
    """A date or a moment in words, in Casablanca's time.

    Styles: `brief` 21 nov., `short` 21 nov. 2026, `long` 21 novembre 2026, `day` samedi 21 novembre, `time` 14:05,
    `moment` 21 nov. 2026, 14:05, `hour` 21 nov., 14:05, `ago` il y a 3 jours.
    """
    if isinstance(moment, datetime):
        if style == "ago":
            return _ago(moment)
        moment = clock.local(moment)
        if style == "time":
            return format_time(moment, "HH:mm", locale=babel_locale())
        if style in {"moment", "hour"}:
            comma = "،" if language.get() == "ar" else ","
            pattern = f"d MMM{' y' if style == 'moment' else ''}{comma} HH:mm"
            return format_datetime(moment, _first(pattern, moment.day), locale=babel_locale())
    pattern = {"brief": "d MMM", "short": "d MMM y", "long": "d MMMM y", "day": "EEEE d MMMM"}[style]
    return babel_date(moment, _first(pattern, moment.day), locale=babel_locale())


def _ago(moment: datetime) -> str:
    """What is still to come counts: ten days are ten days, not a week, and what is due tomorrow isn't in two days."""
    now = clock.now()
    difference, threshold = moment - now, 0.85
    if difference > timedelta():
        threshold = 1.5
        days = timedelta(days=(clock.local(moment).date() - clock.local(now).date()).days)
        # The night after next is no day yet: its hours are counted.
        difference, threshold = (days, threshold) if days >= timedelta(days=2) else (difference, 2.0)
    return format_timedelta(difference, threshold=threshold, add_direction=True, locale=babel_locale())


def _first(pattern: str, day: int) -> str:
    """The French say `1er décembre`, and every other day by its number alone."""
    return re.sub(r"\bd\b", "d'er'", pattern) if day == 1 and language.get() == "fr" else pattern
