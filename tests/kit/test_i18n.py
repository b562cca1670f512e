from datetime import UTC, date, datetime

import pytest

from twiza.kit import clock, i18n


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [
        ("fr", "1\u202f234,50\u00a0MAD", "21 novembre 2026"),
        ("ar", "1\u202f234,50\u00a0درهم", "21 نونبر 2026"),
        ("en", "1,234.50\u00a0MAD", "21 November 2026"),
    ],
)
def test_amounts_and_days(language: str, amount: str, day: str) -> None:
    with i18n.use(language):
        assert i18n.format_money(123_450) == amount
        assert i18n.format_date(datetime(2026, 11, 21, 12, tzinfo=UTC), "long") == day


def test_whole_amounts_show_no_cents() -> None:
    with i18n.use("fr"):
        assert i18n.format_money(35_000) == "350\u00a0MAD"


def test_an_hour_is_casablanca_s() -> None:
    assert i18n.format_date(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "time") == "23:30"


def test_digits_of_arabic_keyboards() -> None:
    assert i18n.digits("٠٦١٢ ۳۴") == "0612 34"


def test_an_unknown_sentence_is_said_in_english() -> None:
    with i18n.use("ar"):
        assert i18n.gettext("Nobody translated {what}", what="this") == "Nobody translated this"


def test_the_first_of_a_month_has_its_own_word_in_french() -> None:
    with i18n.use("fr"):
        assert i18n.format_date(date(2026, 12, 1), "day") == "mardi 1er décembre"
        assert i18n.format_date(date(2026, 12, 11), "long") == "11 décembre 2026"
    with i18n.use("ar"):
        assert i18n.format_date(date(2026, 12, 1), "long") == "1 دجنبر 2026"


def test_ten_days_to_come_are_not_a_week() -> None:
    with i18n.use("fr"), clock.travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        assert i18n.format_date(datetime(2026, 12, 1, 12, tzinfo=UTC), "ago") == "dans 10 jours"
        assert i18n.format_date(datetime(2026, 11, 11, 12, tzinfo=UTC), "ago") == "il y a 1 semaine"


def test_latin_words_leave_an_arabic_sentence_in_order() -> None:
    with i18n.use("ar"):
        assert i18n.isolated("Samir L.") == "\u2068Samir L.\u2069"
        assert i18n.isolated("سمير") == "سمير"
    with i18n.use("fr"):
        assert i18n.isolated("Samir L.") == "Samir L."
