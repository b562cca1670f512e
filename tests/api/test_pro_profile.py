"""Becoming a pro and one's own profile over the API; cities with their neighbourhoods."""

from typing import Any

import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.gigs.writing import picture
from tests.pros.opening import open_hassan
from twiza.kit.db import unit_of_work

OWN = "/pro/profile"
SERVICE: dict[str, Any] = {"category": "peinture", "pricing_type": "FIXED", "fixed_price": 25000}
BEGUN: dict[str, Any] = {"city": "rabat-sale", "whatsapp": "06 99 88 77 66", "services": [SERVICE]}


@pytest.fixture
async def pro(cast: Cast) -> Cast:
    async with unit_of_work() as session:
        await open_hassan(session, cast)
    return cast


async def test_cities_come_with_their_neighbourhoods(cast: Cast) -> None:
    async with caller(language="ar") as visitor:
        cities = {one["slug"]: one for one in (await visitor.get("/cities")).json()["items"]}
    for slug in ("casablanca", "rabat-sale", "marrakech"):
        assert 15 <= len(cities[slug]["neighbourhoods"]) <= 25
    maarif = next(one for one in cities["casablanca"]["neighbourhoods"] if one["slug"] == "maarif")
    assert (maarif["name"], maarif["names"]["fr"]) == ("المعاريف", "Maârif")


async def test_somebody_becomes_a_pro_once(cast: Cast) -> None:
    async with caller(cast.amina) as client:
        is_problem(await client.get(OWN), 404, "not_found")
        made = await client.post(OWN, json=BEGUN, headers={"idempotency-key": "k"})
        assert made.status_code == 201, made.text
        body = made.json()
        assert (body["city"]["slug"], body["whatsapp"]) == ("rabat-sale", "+212699887766")
        assert body["services"][0]["fixed_price"] == 25000
        assert body["limits"] == {"categories": 1, "bio": 500, "photos": 3}
        again = await client.post(OWN, json=BEGUN, headers={"idempotency-key": "k"})
        assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
        is_problem(await client.post(OWN, json=BEGUN), 409, "already_a_pro")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"city": "paris"}, "city"),
        ({"whatsapp": "05 22 22 22 22"}, "whatsapp"),
        ({"services": []}, "category"),
        ({"services": [{**SERVICE, "category": "design"}]}, "category"),
        ({"services": [{**SERVICE, "fixed_price": None}]}, "fixed_price"),
        ({"services": [SERVICE, {**SERVICE, "category": "menage"}]}, "category"),
    ],
)
async def test_bad_input_makes_no_pro(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    async with caller(cast.amina) as client:
        problem = is_problem(await client.post(OWN, json={**BEGUN, **wrong}), 422, "invalid_input")
        assert [one["field"] for one in problem["errors"]] == [field]
        is_problem(await client.get(OWN), 404, "not_found")


async def test_a_profile_is_changed_piece_by_piece(pro: Cast) -> None:
    async with caller(pro.hassan) as client:
        changed = await client.patch(
            OWN,
            json={
                "headline": "Plombier depuis 2009",
                "neighbourhoods": ["maarif", "gauthier"],
                "call_out_fee": 10000,
                "min_notice_hours": 4,
                "takes_urgent": True,
                "paused": True,
            },
        )
        assert changed.status_code == 200, changed.text
        body = changed.json()
        assert {one["slug"] for one in body["neighbourhoods"]} == {"maarif", "gauthier"}
        assert (body["paused"], body["allowed_actions"]) == (True, ["edit", "resume"])
        kept = (await client.patch(OWN, json={"paused": False, "call_out_fee": None})).json()
        assert (kept["headline"], kept["call_out_fee"], kept["paused"]) == (
            "Plombier depuis 2009",
            None,
            False,
        )
        moved = (await client.patch(OWN, json={"city": "marrakech", "neighbourhoods": ["gueliz"]})).json()
        assert (moved["city"]["slug"], moved["neighbourhoods"][0]["slug"]) == ("marrakech", "gueliz")
        for wrong in (
            {"neighbourhoods": ["maarif"]},
            {"bio": "x" * 501},
            {"city": "paris"},
            {"whatsapp": ""},
        ):
            problem = is_problem(await client.patch(OWN, json=wrong), 422, "invalid_input")
            assert [one["field"] for one in problem["errors"]] == list(wrong)


async def test_services_and_photos_within_the_plan(pro: Cast) -> None:
    async with caller(pro.hassan) as client:
        is_problem(await client.post("/pro/services", json=SERVICE), 422, "invalid_input")
        [service] = (await client.get(OWN)).json()["services"]
        here = f"/pro/services/{service['id']}"
        changed = await client.put(here, json=SERVICE)
        assert changed.json()["services"][0]["category"]["slug"] == "peinture"
        is_problem(await client.put(here, json={**SERVICE, "is_active": False}), 409, "last_service")
        is_problem(await client.delete(here), 409, "last_service")
        sent = await client.post("/pro/photos", files={"photo": ("a.jpg", picture(), "image/jpeg")})
        assert sent.status_code == 201, sent.text
        [photo] = sent.json()["photos"]
        at = f"/pro/photos/{photo['id']}"
        described = await client.patch(at, json={"description": "Salle de bain", "first": True})
        assert described.json()["photos"][0]["description"] == "Salle de bain"
        assert (await client.delete(at)).json()["photos"] == []
        wrong = await client.post("/pro/photos", files={"photo": ("a.jpg", b"%PDF-1.7", "image/jpeg")})
        is_problem(wrong, 422, "invalid_input")


async def test_strangers_change_nothing(pro: Cast) -> None:
    async with caller(pro.hassan) as hassan, caller(pro.amina) as amina, caller() as visitor:
        service = (await hassan.get(OWN)).json()["services"][0]["id"]
        for client, status, code in ((amina, 404, "not_found"), (visitor, 401, "sign_in_required")):
            is_problem(await client.patch(OWN, json={"bio": "x"}), status, code)
            is_problem(await client.post("/pro/services", json=SERVICE), status, code)
            is_problem(await client.put(f"/pro/services/{service}", json=SERVICE), status, code)
            is_problem(await client.delete(f"/pro/services/{service}"), status, code)
        assert str(pro.hassan.phone) not in (await amina.get(f"/pros/{pro.hassan.id}")).text
        assert "+21269" not in (await amina.get(f"/pros/{pro.hassan.id}")).text
