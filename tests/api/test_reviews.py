"""Reviews over the API: written once, hidden until both are there, answered by whom they are about."""

from uuid import UUID

import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.reviews.orders import gig_of, order_of
from twiza.api.schemas.reviews import Review
from twiza.kit.db import unit_of_work
from twiza.orders.models import Order, OrderStatus

NUMBER = "06 77 88 99 00"


@pytest.fixture
async def order(cast: Cast) -> Order:
    async with unit_of_work() as session:
        return await order_of(session, cast, await gig_of(session, cast.youssef.id))


def said(order: Order, rating: int = 5, text: str = "Travail soigné") -> dict[str, object]:
    return {"order_id": str(order.id), "rating": rating, "text": text}


async def test_both_sides_write_and_everybody_reads(cast: Cast, order: Order) -> None:
    async with caller(cast.amina) as amina, caller(cast.youssef) as youssef, caller() as visitor:
        written = await amina.post("/reviews", json=said(order, 4))
        assert written.status_code == 201
        review = Review.model_validate(written.json())
        assert not review.is_public
        assert (await youssef.get(f"/reviews/{review.id}")).status_code == 404
        assert (await amina.get(f"/reviews/{review.id}")).status_code == 200
        await youssef.post("/reviews", json=said(order, 5, f"Cliente précise, {NUMBER}"))
        listed = (await visitor.get(f"/users/{cast.youssef.id}/reviews")).json()["items"]
        assert [(each["rating"], each["reviewer"]["name"], each["order_id"]) for each in listed] == [
            (4, "Amina B.", None)
        ]
        of_gig = (await visitor.get(f"/gigs/{order.gig_id}/reviews")).json()["items"]
        assert [each["id"] for each in of_gig] == [str(review.id)]
        about_client = await visitor.get(f"/users/{cast.amina.id}/reviews", params={"hat": "client"})
        assert NUMBER not in about_client.text
        mine = (await youssef.get(f"/reviews/{review.id}")).json()
        assert mine["allowed_actions"] == ["answer"]
        answered = await youssef.post(f"/reviews/{review.id}/answer", json={"text": "Merci !"})
        assert answered.json()["answer"]["text"] == "Merci !"
        assert answered.json()["allowed_actions"] == []


async def test_who_may_not(cast: Cast, order: Order) -> None:
    async with caller(cast.karim) as karim, caller() as visitor, caller(cast.amina) as amina:
        assert is_problem(await karim.post("/reviews", json=said(order)), 404, "not_found")
        assert is_problem(await visitor.post("/reviews", json=said(order)), 401, "sign_in_required")
        review = (await amina.post("/reviews", json=said(order))).json()["id"]
        assert is_problem(await amina.post("/reviews", json=said(order)), 409, "already_reviewed")
        why = {"reason": "Je n’aime pas"}
        answer = await karim.request("DELETE", f"/admin/reviews/{review}", json=why)
        assert is_problem(answer, 404, "not_found")
        refused = await amina.post(f"/reviews/{review}/answer", json={"text": "Moi-même"})
        assert is_problem(refused, 403, "forbidden")


async def test_an_administrator_removes(cast: Cast, order: Order) -> None:
    async with caller(cast.amina) as amina, caller(cast.salma) as salma:
        review = UUID((await amina.post("/reviews", json=said(order))).json()["id"])
        gone = await salma.request("DELETE", f"/admin/reviews/{review}", json={"reason": "Insultes"})
        assert gone.status_code == 204
        assert (await amina.get(f"/reviews/{review}")).status_code == 404


@pytest.mark.parametrize(
    "sent", [{"rating": 0}, {"rating": 6}, {"text": ""}, {"text": "a" * 2001}, {"stars": 5}]
)
async def test_bad_input_names_its_field(cast: Cast, order: Order, sent: dict[str, object]) -> None:
    async with caller(cast.amina) as amina:
        refused = await amina.post("/reviews", json={**said(order), **sent})
        assert is_problem(refused, 422, "invalid_input")


async def test_an_unfinished_order(cast: Cast) -> None:
    async with unit_of_work() as session:
        order = await order_of(session, cast, await gig_of(session, cast.youssef.id), OrderStatus.IN_PROGRESS)
    async with caller(cast.amina) as amina:
        assert is_problem(await amina.post("/reviews", json=said(order)), 409, "order_not_completed")


async def test_sent_twice_under_one_key(cast: Cast, order: Order) -> None:
    async with caller(cast.amina) as amina:
        key = {"Idempotency-Key": "une-fois"}
        first = await amina.post("/reviews", json=said(order), headers=key)
        second = await amina.post("/reviews", json=said(order), headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
