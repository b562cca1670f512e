"""Amounts as people, keyboards and programs write them, wherever one is asked for."""

import httpx
import pytest

from tests.cast import Cast, sign_in
from tests.web import ordering
from twiza.orders import proofs

READ = {
    "1.234,50": 123450,
    "1,234.50": 123450,
    "1 234,50": 123450,
    "١٬٢٣٤٫٥٠": 123450,
    "٣٥٠": 35000,
    "٣٥٠٫٥": 35050,
    "1.234": 123400,
    "0,01": 1,
}
REFUSED = [
    "", " ", "-1", "+1", "1e9", "1.e9", "NaN", "Infinity", "0x10", "1_000", "²", "½", "1,2,3", "12.34.5", "1.2345",
    "350 euros", "9" * 5_000, "10000000,01", "--", ",", "1\0", "\u202e053",
]  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_amounts_that_people_write(typed: str) -> None:
    assert proofs.centimes(typed) == READ[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_amounts_that_are_none(typed: str) -> None:
    assert proofs.centimes(typed) is None


@pytest.mark.parametrize("amount", [0, -1, 10**40, "0", "0,00", True, 350.5, None, [350], {"dirhams": 350}])
async def test_a_payment_of_no_amount_is_refused_beside_its_field(
    client: httpx.AsyncClient, cast: Cast, amount: object
) -> None:
    deal = await ordering.placed(cast)
    await sign_in(client, cast.amina)
    told = {"transaction_id": "CIH-1", "amount": amount, "payer_name": "Amina", "understood": True}
    answer = await client.patch(f"/api/v1/orders/{deal.order.id}/submit-payment", json=told)
    assert answer.status_code == 422
    assert any(one["field"].startswith("amount") for one in answer.json()["errors"])
    assert (await client.get(f"/api/v1/orders/{deal.order.id}")).json()["proofs"] == []
