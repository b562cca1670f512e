import pytest

from twiza.accounts import phones
from twiza.kit.errors import Invalid


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12-34-56-78",
        "06.12.34.56.78",
        "+212612345678",
        "+212 6 12 34 56 78",
        "+212 (0)6 12 34 56 78",
        "00212 612 345 678",
        "212612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "+٢١٢ ٦ ١٢ ٣٤ ٥٦ ٧٨",
        "\u202a+212612345678\u202c",
        "０６１２３４５６７８",
    ],
)
def test_a_moroccan_number_is_read_however_it_is_typed(typed: str) -> None:
    assert phones.read(typed) == "+212612345678"


def test_06_and_07_and_foreign_mobiles_are_taken() -> None:
    assert phones.read("07 00 12 34 56") == "+212700123456"
    assert phones.read("+33 6 12 34 56 78") == "+33612345678"
    assert phones.read("0033612345678") == "+33612345678"


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "12", "abcdefghij", "06 12 34 56", "+999123456789", "0612345678 ext 4", "080 1 00 12 34"],
)
def test_what_cannot_receive_a_code_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        phones.read(typed)
    assert list(refused.value.fields) == ["phone"]


def test_a_landline_is_a_contact_but_takes_no_code() -> None:
    with pytest.raises(Invalid) as refused:
        phones.read("05 22 27 00 00")
    assert refused.value.fields["phone"] == phones.NOT_MOBILE
    assert phones.read("05 22 27 00 00", mobile=False) == "+212522270000"


def test_numbers_are_shown_as_people_write_them_and_masked_for_recognition() -> None:
    assert phones.pretty("+212612345678") == "06 12 34 56 78"
    assert phones.pretty("+33612345678") == "+33 6 12 34 56 78"
    assert phones.mask("+212612345678") == "06\u00a0••\u00a0••\u00a0••\u00a078"
