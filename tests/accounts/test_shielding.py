import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.accounts.shielding import HIDDEN, masked
from twiza.kit import i18n

_PHONES = st.builds(
    lambda head, tail: head + tail, st.sampled_from("5678"), st.text("0123456789", min_size=8, max_size=8)
)
_SCRIPTS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]
_GAPS = st.sampled_from(
    ["", "", " ", ".", "-", " - ", "/", "\u00a0", "_", "·", " . ", "\u200f", "️⃣ ", "\n", "*", ")("]
)


@st.composite
def _typed(draw: st.DrawFn) -> str:
    """A Moroccan number as somebody might type it to get it past us."""
    digits = draw(st.sampled_from(["0", "+212", "00212", "212", "+2120"])) + draw(_PHONES)
    script = draw(st.sampled_from(_SCRIPTS))
    written = [script[int(one)] if one.isdigit() else one for one in digits]
    return "".join(letter + draw(_GAPS) for letter in written[:-1]) + written[-1]


_WORDS = st.text(st.characters(categories=["L", "Zs"]), max_size=30)


@pytest.fixture(autouse=True)
def english() -> object:
    with i18n.use("en"):
        yield


@given(_typed(), _WORDS, _WORDS)
def test_a_number_is_hidden_however_it_is_typed(number: str, before: str, after: str) -> None:
    with i18n.use("en"):
        said = masked(f"{before} : {number} , {after}")
    assert HIDDEN in said
    assert sum(letter.isdigit() for letter in said.replace(HIDDEN, "")) < 4


@given(_typed() | st.text(), st.text())
def test_masking_twice_changes_nothing_more(one: str, two: str) -> None:
    with i18n.use("en"):
        once = masked(f"{one} {two}")
        assert masked(once) == once


@given(st.text(st.characters(categories=["L", "P", "Zs"], exclude_characters="@"), max_size=200))
def test_text_without_digits_or_number_words_stays(text: str) -> None:
    assert masked(f"{text}!") == f"{text}!" or "z" in text.lower() or "ص" in text


@given(st.integers(0, 99_999_999), st.sampled_from([" MAD", " DH", " درهم", " €", " dirhams"]))
def test_prices_stay(amount: int, currency: str) -> None:
    for said in (
        f"{amount}{currency}",
        f"{amount:,}{currency}".replace(",", " "),
        f"{amount:,}.50{currency}",
    ):
        assert masked(said) == said


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.times())
def test_dates_and_times_stay(day: object, hour: object) -> None:
    for said in (
        f"{day:%d/%m/%Y} {hour:%H:%M}",
        f"{day:%Y-%m-%d} {hour:%H:%M}",
        f"{day:%d.%m.%Y} à {hour:%Hh%M}",
    ):
        assert masked(said) == said


@pytest.mark.parametrize(
    "typed",
    [
        "06 12 34 56 78",
        "Appelez 0612345678.",
        "tel0612345678svp",
        "O6 12 34 56 78",
        "+212 (0) 6 12 34 56 78",
        "(+212) 612-345678",
        "00 212 5 22 27 00 00",
        "05.22.27.00.00",
        "06/12/34/56/78",
        "06 12 34\n56 78",
        "6 12 34 56 78",
        "612345678",
        "612 34 56 78",
        "1500 DH, 0612345678",
        "+33 6 12 34 56 78",
        "0033612345678",
        "+1 (514) 555-0199",
        "wa.me/212612345678",
        "https://wa.me/message/ABCDEF1",
        "https://api.whatsapp.com/send?phone=212612345678&text=hi",
        "wa . me/212612345678",
        "tel:+212612345678",
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "zero six un deux trois quatre cinq six sept huit",
        "06 douze trente quatre cinquante six 78",
        "zero six one two three four five six seven eight",
        "صفر ستة واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية",
        "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
        "0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
        "⓪⑥①②③④⑤⑥⑦⑧",
    ],
)
def test_known_ways_round_it_are_closed(typed: str) -> None:
    said = masked(f"Bonjour, {typed}")
    assert HIDDEN in said
    assert "34" not in said
    assert not re.search(r"\d{4}", said.replace("1500", ""))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Bonjour !",
        "Le prix est de 1 500 MAD, soit 600 700 800 selon la formule.",
        "Budget : 612 345 678 MAD",
        "Livré le 05/06/2026 à 10:30",
        "Livré le 05/06/2026 10:30",
        "Livré le 05/06/26 10:30",
        "2026-11-21 14:40:05",
        "08:30-12:30, 14:00-18:00",
        "Je suis libre les 05/06, 06/06, 07/06",
        "RIB 230 780 2110012345678901 84",
        "RIB 230780211001234567890184",
        "IBAN MA64 2307 8021 1001 2345 6789 0184",
        "TW-061234",
        "TW-068912 5678",
        "ICE 001234567000089",
        "10 000 lignes, 20 000 mots, 30 000 images",
        "zéro six mois plus tard",
        "Version 2.1.20, Python 3.11",
        "#5042e4",
        "De 06 à 12 pages",
    ],
)
def test_what_is_no_number_stays(typed: str) -> None:
    assert masked(typed) == typed


def test_the_words_around_it_stay_as_they_were_and_it_is_told_in_the_readers_language() -> None:
    typed = "  Appelez-moi au 06 12 34 56 78, merci 🙏\n(après 18h)"
    with i18n.use("fr"):
        assert masked(typed) == "  Appelez-moi au [numéro masqué], merci 🙏\n(après 18h)"
    with i18n.use("ar"):
        assert "[الرقم مخفي]" in masked(typed)


def test_a_long_text_of_noughts_takes_no_time() -> None:
    for piece in ("0 ", "0", "06", "+", "zéro ", "05/06, ", "2 1 2 "):
        masked(piece * 10_000)
