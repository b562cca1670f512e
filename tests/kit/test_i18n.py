from datetime import UTC, datetime

import pytest

from twiza.kit import i18n


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
