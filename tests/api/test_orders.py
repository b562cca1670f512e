"""Orders over the API: one from beginning to end, and who may not."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.orders import telling
from twiza.api.schemas.listed_orders import ListedOrder
from twiza.api.schemas.whole_orders import WholeOrder
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


async def test_strangers_find_nothing_and_the_other_side_is_refused(
    gig: Gig, amina: httpx.AsyncClient, youssef: httpx.AsyncClient, karim: httpx.AsyncClient
) -> None:
    order = await placed(amina, gig)
    at = f"/orders/{order['id']}"
    why = {"reason": "Parce que"}
    pay = {"transaction_id": "V", "amount": "350", "payer_name": "A", "understood": True}
    verbs: dict[str, dict[str, Any] | None] = {
        "submit-payment": pay,
        "refuse-payment": why,
        "confirm-payment": None,
        "start": None,
        "submit-work": {"note": "Voici"},
        "request-revision": why,
        "approve": None,
        "cancel": None,
        "force-complete": why,
        "force-cancel": why,
    }
    for verb, body in verbs.items():
        is_problem(await karim.patch(f"{at}/{verb}", json=body), 404, "not_found")
    for path in (at, f"{at}/evidence.pdf"):
        is_problem(await karim.get(path), 404, "not_found")
    is_problem(await karim.post(f"{at}/files", files={"file": ("a.pdf", telling.PDF)}), 404, "not_found")
    is_problem(await karim.get("/admin/disputes"), 404, "not_found")
    for verb in ("confirm-payment", "force-complete"):
        is_problem(await amina.patch(f"{at}/{verb}", json=verbs[verb]), 403, "forbidden")
    is_problem(await youssef.patch(f"{at}/submit-payment", json=pay), 403, "forbidden")
    is_problem(await youssef.patch(f"{at}/start"), 409, "wrong_state")
    for bad in (
        {**pay, "amount": "1,2,3"},
        {**pay, "understood": False},
        {**pay, "payer_name": "x" * 10_000},
    ):
        is_problem(await amina.patch(f"{at}/submit-payment", json=bad), 422, "invalid_input")


async def test_a_key_sent_twice_places_once(gig: Gig, amina: httpx.AsyncClient) -> None:
    body = {"gig_id": str(gig.id), "accepted_terms": True}
    headers = {"Idempotency-Key": "une-fois"}
    first = await amina.post("/orders", json=body, headers=headers)
    again = await amina.post("/orders", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json()["id"] == again.json()["id"]
    is_problem(await amina.post("/orders", json=body), 409, "already_ordered")


async def test_a_file_of_another_order_or_person_is_refused(
    gig: Gig, cast: Cast, amina: httpx.AsyncClient, youssef: httpx.AsyncClient
) -> None:
    order = await placed(amina, gig)
    pay = {"transaction_id": "V", "amount": 35000, "payer_name": "A", "understood": True}
    theirs = await sent(youssef, order, "recu.pdf")
    at = f"/orders/{order['id']}/submit-payment"
    found = is_problem(await amina.patch(at, json={**pay, "receipt": theirs}), 422, "invalid_input")
    assert found["errors"][0]["field"] == "receipt"
    text = await sent(amina, order, "notes.txt", b"just words, no receipt\n")
    is_problem(await amina.patch(at, json={**pay, "receipt": text}), 422, "invalid_input")
    assert (await amina.patch(at, json=pay)).json()["proofs"][0]["amount_differs"] is False


async def test_a_dispute_from_its_opening_to_the_decision(
    gig: Gig, cast: Cast, amina: httpx.AsyncClient, youssef: httpx.AsyncClient, salma: httpx.AsyncClient
) -> None:
    order = await placed(amina, gig)
    at = f"/orders/{order['id']}"
    pay = {"transaction_id": "V", "amount": "350", "payer_name": "A", "understood": True}
    await amina.patch(f"{at}/submit-payment", json=pay)
    files = [await sent(amina, order, "capture.pdf")]
    told = {"reason": "payment_unanswered", "details": "Aucune réponse", "files": files}
    order = (await amina.post(f"{at}/disputes", json=told)).json()
    dispute = order["disputes"][0]["id"]
    assert (order["is_disputed"], order["alarms"]) == (True, [])
    assert order["files"][0]["dispute_id"] == dispute
    said = await youssef.post(f"{at}/disputes/{dispute}/statements", json={"text": "Rien reçu"})
    assert said.status_code == 201
    queue = (await salma.get("/admin/disputes")).json()["items"]
    assert [(one["id"], one["client_stated"], one["freelancer_stated"]) for one in queue] == [
        (dispute, True, True)
    ]
    assert (await salma.patch(f"/admin/disputes/{dispute}/take")).status_code == 200
    paper = await salma.get(f"{at}/evidence.pdf")
    assert paper.content.startswith(b"%PDF")
    decision = {"outcome": "force-cancel", "decision": "Le virement a été rejeté"}
    is_problem(await youssef.patch(f"/admin/disputes/{dispute}/close", json=decision), 403, "forbidden")
    order = (await salma.patch(f"/admin/disputes/{dispute}/close", json=decision)).json()
    assert (order["status"], order["disputes"][0]["outcome"]) == ("CANCELLED", "force-cancel")
    seen = (await amina.get(at)).json()
    assert seen["history"][-1]["note"] == "Le virement a été rejeté"
    WholeOrder.model_validate(seen)


async def test_where_one_is_paid(gig: Gig, amina: httpx.AsyncClient, youssef: httpx.AsyncClient) -> None:
    is_problem(await youssef.get("/users/me/payout"), 404, "not_found")
    bank = {"kind": "bank", "holder": "Youssef El Idrissi", "rib": "MA64 0077 8000 0123 4567 8901 2396"}
    kept = (await youssef.put("/users/me/payout", json=bank)).json()
    assert (kept["bank"], kept["rib"]) == ("Attijariwafa bank", "007780000123456789012396")
    wrong = {**bank, "rib": "007780000123456789012397"}
    is_problem(await youssef.put("/users/me/payout", json=wrong), 422, "invalid_input")
    order = await placed(amina, gig)
    assert order["payout"]["holder"] == "Youssef El Idrissi"
    pay = {"transaction_id": "V", "amount": "350", "payer_name": "A", "understood": True}
    await amina.patch(f"/orders/{order['id']}/submit-payment", json=pay)
    await youssef.patch(f"/orders/{order['id']}/confirm-payment")
    assert (await amina.get(f"/orders/{order['id']}")).json()["payout"] is None


async def test_an_offer_becomes_an_order(
    gig: Gig, cast: Cast, amina: httpx.AsyncClient, youssef: httpx.AsyncClient, karim: httpx.AsyncClient
) -> None:
    await placed(amina, gig)
    asked = {
        "client_id": str(cast.amina.id),
        "gig_id": str(gig.id),
        "title": "Carte de visite",
        "scope": "Recto verso, appelez le 0612345678",
        "price": "900,50",
        "delivery_days": 3,
    }
    is_problem(
        await amina.post("/offers", json={**asked, "client_id": str(cast.karim.id)}), 403, "not_a_freelancer"
    )
    for bad in ({"price": "-3"}, {"delivery_days": 0}, {"title": " "}, {"revisions": 100}):
        is_problem(await youssef.post("/offers", json={**asked, **bad}), 422, "invalid_input")
    offer = (await youssef.post("/offers", json=asked)).json()
    at = f"/offers/{offer['id']}"
    is_problem(await karim.get(at), 404, "not_found")
    is_problem(await youssef.patch(f"{at}/accept", json={"accepted_terms": True}), 403, "forbidden")
    seen = (await amina.get(at)).json()
    assert "0612345678" not in seen["scope"]
    assert seen["allowed_actions"] == ["accept", "decline"]
    order = (await amina.patch(f"{at}/accept", json={"accepted_terms": True})).json()
    assert (order["price"], order["package"]) == (90050, {"tier": None, "title": "Carte de visite"})
    is_problem(await youssef.patch(f"{at}/withdraw"), 409, "wrong_state")
