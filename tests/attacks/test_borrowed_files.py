"""Files of others: neither their link nor their id is of use to anybody else."""

import httpx
import pytest

from tests.cast import Cast, sign_in
from tests.gigs.writing import picture
from tests.web import ordering
from tests.web.ordering import Deal
from twiza.gigs.models import Tier
from twiza.kit.db import unit_of_work
from twiza.orders import placing

LIE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
async def deal(cast: Cast, client: httpx.AsyncClient, other_client: httpx.AsyncClient) -> Deal:
    """`client` is Amina's browser, `other_client` Youssef's; the work is under way."""
    started = await ordering.started(cast)
    await sign_in(client, cast.amina)
    await sign_in(other_client, cast.youssef)
    return started


async def _sent(client: httpx.AsyncClient, deal: Deal, data: bytes, name: str = "a.jpg") -> str:
    kept = await client.post(
        f"/api/v1/orders/{deal.order.id}/files", files={"file": (name, data, "image/jpeg")}
    )
    assert kept.status_code == 201, kept.text
    return str(kept.json()["id"])


async def test_the_file_of_the_other_side_can_t_be_delivered_as_one_s_own(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, deal: Deal
) -> None:
    hers = await _sent(client, deal, picture())
    work = {"note": "Voici.", "files": [hers]}
    answer = await other_client.patch(f"/api/v1/orders/{deal.order.id}/submit-work", json=work)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "files")
    told = (await other_client.get(f"/api/v1/orders/{deal.order.id}")).json()
    assert (told["status"], told["files"], told["deliveries"]) == ("IN_PROGRESS", [], [])


async def test_a_file_belongs_to_one_order_and_its_link_to_one_person(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast, deal: Deal
) -> None:
    his = await _sent(other_client, deal, picture())
    address = f"/api/v1/orders/{deal.order.id}"
    work = {"note": "Voici.", "files": [his]}
    link = (await other_client.patch(f"{address}/submit-work", json=work)).json()["files"][0]["url"]
    assert (await other_client.get(link)).status_code == 200
    assert (await client.get(link)).status_code == 404, "made for him, not for her"
    own = (await client.get(address)).json()["files"][0]["url"]
    assert (await client.get(own)).status_code == 200

    async with unit_of_work() as session:
        second = await placing.place(
            session, deal.gig.id, by=cast.amina.id, tier=Tier.STANDARD, accepted_terms=True
        )
    quarrel = {"reason": "other", "details": "Encore.", "files": [his]}
    again = await other_client.post(f"{address}/disputes", json=quarrel)
    assert again.status_code == 422
    client.cookies.clear()
    await sign_in(client, cast.karim)
    for page in (own, link, f"/orders/{deal.order.reference}/files/{his}", f"/orders/{second.reference}"):
        assert (await client.get(page)).status_code == 404


async def test_what_says_that_it_is_a_picture_and_isn_t_is_no_receipt(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    paid = await ordering.placed(cast)
    await sign_in(client, cast.amina)
    address = f"/api/v1/orders/{paid.order.id}"
    lie = await client.post(f"{address}/files", files={"file": ("recu.jpg", LIE, "image/jpeg")})
    assert lie.status_code == 201
    assert lie.json()["media_type"] == "text/plain", "told by what is in it, not by its name"
    told = {
        "transaction_id": "CIH-1",
        "amount": "450",
        "payer_name": "Amina",
        "understood": True,
        "receipt": lie.json()["id"],
    }
    assert (await client.patch(f"{address}/submit-payment", json=told)).status_code == 422
    assert (await client.get(address)).json()["files"] == []
