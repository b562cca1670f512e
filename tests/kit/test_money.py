import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.kit import money


@pytest.mark.parametrize(
    ("typed", "centimes"),
    [
        ("350", 35_000),
        ("350,5", 35_050),
        ("350,50", 35_050),
        ("350.50", 35_050),
        ("1 234,50", 123_450),
        ("1\u202f234,50", 123_450),
        ("1.234,50", 123_450),
        ("1,234.50", 123_450),
        ("1.234.567", 123_456_700),
        ("0,01", 1),
    ],
)
def test_an_amount_as_moroccans_type_it(typed: str, centimes: int) -> None:
    assert money.parse(typed) == centimes


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-3", "abc", "1e5", "12.34.56", "1,23456", "1.2345,5", "99999999999999", "٣٥", "1,2.3", "NaN"],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        money.parse(typed)


@given(st.text(max_size=30))
def test_no_text_makes_it_stumble(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert 0 <= money.parse(typed) <= money.MOST


@given(st.integers(0, money.MOST))
def test_what_is_written_out_is_read_back(centimes: int) -> None:
    whole, cents = divmod(centimes, 100)
    assert money.parse(f"{whole},{cents:02}") == centimes
    assert money.parse(f"{whole:,}.{cents:02}") == centimes
