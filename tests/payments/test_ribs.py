"""RIBs: read the way people copy them, checked by their key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.kit.errors import Invalid
from twiza.payments import ribs


@pytest.mark.parametrize(
    ("typed", "bank"),
    [
        ("007 780 0001234567890123 96", "Attijariwafa bank"),
        ("230810000098765432100004", "CIH Bank"),
        ("350810000000000000004247", "Al Barid Bank"),
        ("MA64 0115 1900 0001 2050 0053 4921", "Bank of Africa"),
        ("٠٠٧٧٨٠٠٠٠١٢٣٤٥٦٧٨٩٠١٢٣٩٦", "Attijariwafa bank"),
    ],
)
def test_real_ones(typed: str, bank: str) -> None:
    rib = ribs.read(typed)
    assert (rib.bank, len(rib.digits)) == (bank, 24)


def test_the_iban_of_the_registry() -> None:
    assert ribs.read("011519000001205000534921").iban == "MA64011519000001205000534921"


@pytest.mark.parametrize(
    "typed", ["", "123", "0" * 23, "1" * 25, "007780000123456789012397", "<b>", "²" * 24]
)
def test_wrong_ones(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        ribs.read(typed)
    assert refused.value.field_texts()["rib"]


@given(st.integers(0, 10**22 - 1), st.integers(0, 23), st.integers(1, 9))
def test_the_key_finds_any_single_wrong_digit(account: int, place: int, change: int) -> None:
    key = 97 - account * 100 % 97
    good = f"{account:022}{key:02}"
    assert ribs.read(good).digits == good
    other = str((int(good[place]) + change) % 10)
    with pytest.raises(Invalid):
        ribs.read(good[:place] + other + good[place + 1 :])
