"""Orders over the API: one from beginning to end, and who may not."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.orders import telling
from twiza.api.schemas.order_answers import ListedOrder, WholeOrder
from twiza.gigs.models import Gig
from twiza.kit.db import unit_of_work


@pytest.fixture
async def gig(cast: Cast) -> Gig:
    async with unit_of_work() as session:
        return await telling.publish(session, cast.youssef, questions={"Quelle ville ?": True})


@pytest.fixture
async def amina(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.amina) as client:
        yield client


@pytest.fixture
async def youssef(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.youssef) as client:
        yield client


@pytest.fixture
async def karim(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.karim) as client:
        yield client


@pytest.fixture
async def salma(cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    async with caller(cast.salma) as client:
        yield client


async def placed(client: httpx.AsyncClient, gig: Gig) -> dict[str, Any]:
    body = {"gig_id": str(gig.id), "accepted_terms": True}
    response = await client.post("/orders", json=body)
    assert response.status_code == 201, response.text
    return response.json()


async def sent(client: httpx.AsyncClient, order: dict[str, Any], name: str, data: bytes = telling.PDF) -> str:
    response = await client.post(f"/orders/{order['id']}/files", files={"file": (name, data)})
    assert response.status_code == 201, response.text
    return response.json()["id"]


async def test_an_order_from_its_placing_to_approved_work(
    gig: Gig, amina: httpx.AsyncClient, youssef: httpx.AsyncClient
) -> None:
    order = await placed(amina, gig)
    at = f"/orders/{order['id']}"
    assert order["allowed_actions"] == ["submit-payment", "cancel", "answer-questions"]
    paid = {
        "transaction_id": "VIR 1",
        "amount": "1.350,00",
        "payer_name": "Amina Berrada",
        "understood": True,
        "receipt": await sent(amina, order, "recu.pdf"),
    }
    order = (await amina.patch(f"{at}/submit-payment", json=paid)).json()
    assert (order["status"], order["proofs"][0]["amount_differs"]) == ("PAYMENT_SUBMITTED", True)
    assert order["files"][0]["proof_id"] == order["proofs"][0]["id"]
    assert [alarm["verb"] for alarm in order["alarms"]] == ["open-dispute"]
    order = (await youssef.patch(f"{at}/confirm-payment")).json()
    assert order["allowed_actions"] == ["open-dispute"]
    is_problem(await youssef.patch(f"{at}/start"), 409, "questions_unanswered")
    answers = {order["questions"][0]["id"]: "Salé, appelez le 0612345678"}
    assert (await amina.patch(f"{at}/answers", json={"answers": answers})).status_code == 200
    order = (await youssef.patch(f"{at}/start")).json()
    assert order["status"] == "IN_PROGRESS"
    assert "0612345678" not in order["questions"][0]["answer"]
    work = {"note": "Voici.", "files": [await sent(youssef, order, "logo.pdf")]}
    assert (await youssef.patch(f"{at}/submit-work", json=work)).json()["status"] == "SUBMITTED"
    order = (await amina.patch(f"{at}/request-revision", json={"reason": "Plus grand."})).json()
    assert (order["status"], order["revisions_left"]) == ("REVISION_REQUESTED", 1)
    assert (await youssef.patch(f"{at}/submit-work", json={"note": "Plus grand."})).status_code == 200
    order = (await amina.patch(f"{at}/approve")).json()
    assert (order["status"], order["stage"], order["payment_status"]) == ("COMPLETED", "completed", "success")
    WholeOrder.model_validate(order)
    mine = (await amina.get("/orders/my", params={"role": "client", "stage": "completed"})).json()
    assert [ListedOrder.model_validate(one).reference for one in mine["items"]] == [order["reference"]]
    assert (await amina.get("/orders/my", params={"role": "freelancer"})).json()["items"] == []
