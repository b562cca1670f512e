"""Gigs over the API: by whom they are written and read, with what answers to what makes no sense."""

from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.gigs import writing
from twiza.gigs import deactivating
from twiza.gigs.models import Favourite, Gig
from twiza.kit.db import reading, unit_of_work

PACKAGE: dict[str, Any] = {
    "tier": "basic",
    "title": "Essentiel",
    "contents": "Un logo",
    "price": 45_000,
    "delivery_days": 5,
    "revisions": None,
}
SENT: dict[str, Any] = {
    "title": writing.TITLE,
    "description": writing.DESCRIPTION,
    "category": "logo-identite",
    "tags": ["logo", "charte"],
    "packages": [PACKAGE],
    "faq": [{"question": "Et le SVG ?", "answer": "Oui."}],
    "questions": [{"question": "Le nom exact ?"}],
}


async def how_many() -> int:
    async with reading() as connection:
        return await connection.scalar(select(func.count()).select_from(Gig)) or 0


async def made(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await client.post("/gigs", json={**SENT, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_gig_is_created_whole_and_read_by_everybody(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        gig = await made(client, is_active=True)
    assert (gig["status"], gig["is_active"], gig["price"], gig["delivery_days"]) == (
        "published",
        True,
        45_000,
        5,
    )
    assert gig["category"]["slug"] == "logo-identite"
    assert gig["cover_url"].startswith("/art/gig/design-")
    assert gig["views"] == 0
    assert set(gig["allowed_actions"]) == {"edit", "pause", "delete"}
    async with caller() as visitor, caller(cast.amina) as amina:
        seen = (await visitor.get(f"/gigs/{gig['id']}")).json()
        hers = (await amina.get(f"/gigs/{gig['id']}")).json()
    assert seen["title"] == writing.TITLE
    assert (seen["views"], seen["allowed_actions"]) == (None, [])
    assert set(hers["allowed_actions"]) == {"order", "favour", "ask"}


async def test_the_flat_price_and_days_are_the_basic_package(cast: Cast) -> None:
    flat = {name: value for name, value in SENT.items() if name != "packages"}
    async with caller(cast.youssef) as client:
        created = await client.post(
            "/gigs", json={**flat, "price": 30_000, "delivery_days": 3, "is_active": True}
        )
        gig = created.json()
        assert [(one["tier"], one["price"], one["delivery_days"]) for one in gig["packages"]] == [
            ("basic", 30_000, 3)
        ]
        changed = (await client.patch(f"/gigs/{gig['id']}", json={"price": 35_000})).json()
        assert (changed["price"], changed["delivery_days"]) == (35_000, 3)
        assert changed["packages"][0]["price"] == 35_000
        paused = (await client.patch(f"/gigs/{gig['id']}", json={"is_active": False})).json()
        assert (paused["status"], paused["is_active"]) == ("paused", False)
        again = (await client.patch(f"/gigs/{gig['id']}", json={"is_active": True})).json()
        assert again["status"] == "published"


async def test_a_draft_may_lack_things_and_publishing_tells_them(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        gig = (await client.post("/gigs", json={"title": "Logo"})).json()
        assert gig["status"] == "draft"
        body = is_problem(
            await client.patch(f"/gigs/{gig['id']}", json={"is_active": True}), 422, "invalid_input"
        )
        assert {one["field"] for one in body["errors"]} == {
            "title", "description", "category", "packages.basic.price",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": "x" * 81}, "title"),
        ({"title": 7}, "title"),
        ({"title": "w" * 10_000}, "title"),
        ({"category": "plomberie"}, "category"),
        ({"language": "de"}, "language"),
        ({"price": -5}, "packages.basic.price"),
        ({"price": 10**15}, "packages.basic.price"),
        ({"price": 12.5}, "price"),
        ({"delivery_days": 400}, "packages.basic.delivery_days"),
        ({"packages": [{**PACKAGE, "tier": "gold"}]}, "packages.0.tier"),
        ({"packages": [{**PACKAGE, "price": 999}]}, "packages.basic.price"),
        (
            {"packages": [PACKAGE, {**PACKAGE, "tier": "standard", "price": 40_000}]},
            "packages.standard.price",
        ),
        ({"packages": []}, "packages.basic.price"),
        ({"faq": [{"question": "Seule ?", "answer": ""}]}, "faq.0.answer"),
        ({"questions": [{"question": f"{n} ?"} for n in range(11)]}, "questions"),
        ({"status": "published"}, "status"),
    ],
)
async def test_what_makes_no_sense_is_told_by_field_and_nothing_changes(
    cast: Cast, sent: dict[str, Any], field: str
) -> None:
    async with caller(cast.youssef) as client:
        gig = await made(client, is_active=True)
        body = is_problem(await client.patch(f"/gigs/{gig['id']}", json=sent), 422, "invalid_input")
        assert field in {one["field"] for one in body["errors"]}
        after = (await client.get(f"/gigs/{gig['id']}")).json()
    assert (after["title"], after["price"]) == (writing.TITLE, 45_000)


async def test_strangers_change_nothing_and_find_nothing_hidden(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        gig = await made(client)
    at = f"/gigs/{gig['id']}"
    async with caller(cast.amina) as amina, caller() as visitor:
        for who in (amina, visitor):
            is_problem(await who.get(at), 404, "not_found")
        is_problem(await amina.patch(at, json={"title": "À moi maintenant"}), 404, "not_found")
        is_problem(await amina.delete(at), 404, "not_found")
        is_problem(await amina.put(f"{at}/favourite"), 404, "not_found")
        is_problem(await visitor.post("/gigs", json=SENT), 401, "sign_in_required")
        is_problem(await visitor.patch(at, json=SENT), 401, "sign_in_required")
        is_problem(await amina.post("/gigs", json=SENT), 403, "freelancer_hat_required")
        is_problem(
            await amina.post(f"{at}/pictures", files={"picture": ("a.jpg", writing.picture((90, 60)))}),
            404,
            "not_found",
        )


async def test_a_deleted_gig_is_gone(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        gig = await made(client, is_active=True)
        assert (await client.delete(f"/gigs/{gig['id']}")).status_code == 204
        is_problem(await client.get(f"/gigs/{gig['id']}"), 404, "not_found")
        is_problem(await client.delete(f"/gigs/{gig['id']}"), 404, "not_found")


async def test_what_an_administrator_took_off_isnt_published_again(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        gig = await made(client, is_active=True)
        async with unit_of_work() as session:
            await deactivating.deactivate(session, gig["id"], by=cast.salma.id, reason="Copie")
        mine = (await client.get(f"/gigs/{gig['id']}")).json()
        assert (mine["is_active"], mine["deactivated_reason"]) == (False, "Copie")
        await client.patch(f"/gigs/{gig['id']}", json={"is_active": False})
        is_problem(await client.patch(f"/gigs/{gig['id']}", json={"is_active": True}), 409, "deactivated")
    async with caller(cast.amina) as amina:
        is_problem(await amina.get(f"/gigs/{gig['id']}"), 404, "not_found")


async def test_the_same_creation_sent_twice_makes_one(cast: Cast) -> None:
    key = {"Idempotency-Key": "g-1"}
    async with caller(cast.youssef) as client:
        first = await client.post("/gigs", json=SENT, headers=key)
        again = await client.post("/gigs", json=SENT, headers=key)
        assert first.json()["id"] == again.json()["id"]
        is_problem(
            await client.post("/gigs", json={**SENT, "title": "Autre"}, headers=key), 422, "invalid_input"
        )
    assert await how_many() == 1


async def test_pictures_are_added_and_taken_away(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        gig = await made(client)
        at = f"/gigs/{gig['id']}/pictures"
        added = await client.post(at, files={"picture": ("a.jpg", writing.picture((90, 60)))})
        assert added.status_code == 201, added.text
        (picture,) = added.json()["pictures"]
        assert added.json()["cover_url"] == picture["small_url"]
        body = is_problem(
            await client.post(at, files={"picture": ("a.svg", b"<svg/>")}), 422, "invalid_input"
        )
        assert body["errors"][0]["field"] == "pictures"
        assert (await client.delete(f"{at}/{picture['id']}")).status_code == 204
        assert (await client.get(f"/gigs/{gig['id']}")).json()["pictures"] == []
        is_problem(await client.delete(f"{at}/{picture['id']}"), 404, "not_found")


async def test_favourites_and_ones_own_list(cast: Cast) -> None:
    async with caller(cast.youssef) as client, caller(cast.amina) as amina:
        gig = await made(client, is_active=True)
        for _ in range(2):
            assert (await amina.put(f"/gigs/{gig['id']}/favourite")).status_code == 204
        async with reading() as connection:
            assert await connection.scalar(select(func.count()).select_from(Favourite)) == 1
        assert (await amina.delete(f"/gigs/{gig['id']}/favourite")).status_code == 204
        mine = (await client.get("/users/me/gigs")).json()["items"]
        assert [(one["id"], one["status"], one["orders"]) for one in mine] == [(gig["id"], "published", 0)]
        assert (await amina.get("/users/me/gigs")).json()["items"] == []


async def test_categories_come_in_two_levels(cast: Cast) -> None:
    async with caller(language="ar") as client:
        found = (await client.get("/categories", params={"kind": "online"})).json()["items"]
    assert len(found) == 6
    assert all(5 <= len(one["children"]) <= 8 for one in found)
    assert found[0]["children"][0]["name"] == "شعارات وهوية بصرية"
