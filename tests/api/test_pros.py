"""Pros over the API: listed in their order, one by one, and their free hours; never a number."""

from datetime import timedelta

import pytest

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from tests.discovery.plumbers import ahead, pro, settle
from twiza.accounts.models import Account, AccountStatus
from twiza.api.pro_search import PAGE
from twiza.api.schemas.pros import ListedPro, OnePro, Slots
from twiza.discovery import seeding, synonyms
from twiza.kit import clock, db

SECRETS = ("633333333", "33 33 33", "hassan@example.ma", "Ouali")


async def hassan(cast: Cast, **values: object) -> None:
    async with db.unit_of_work() as session:
        await settle(session, cast.hassan.id, **values)  # type: ignore[arg-type]


async def test_pages_hold_everybody_once_in_the_order_of_the_list(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        for number in range(PAGE + 4):
            await pro(session, number, ratings=[number % 5 + 1] * 20)
    asked = {"city": "casablanca", "category": "plomberie", "total": "true"}
    async with caller() as client:
        first = (await client.get("/pros", params=asked)).json()
        second = (await client.get("/pros", params={**asked, "cursor": first["next_cursor"]})).json()
        alike = (await client.get("/pros", params=asked)).json()
    items = first["items"] + second["items"]
    assert len(first["items"]) == PAGE
    assert len({item["id"] for item in items}) == len(items) == PAGE + 4
    assert second["next_cursor"] is None
    assert first["total"]["count"] == PAGE + 4
    assert alike["items"] == first["items"]
    assert items[0]["rating"] == 5
    for item in items:
        ListedPro.model_validate(item)
        assert set(item) == set(ListedPro.model_fields)


async def test_words_and_filters(cast: Cast) -> None:
    await hassan(cast, takes_urgent=True)
    async with db.unit_of_work() as session:
        await seeding.seed(session)
    synonyms.forget()
    there = {
        "": True,
        "q=plombi+casa": True,
        "q=كهربائي": False,
        "q=zzzzqq": False,
        "city=fes": False,
        "category=plomberie&city=casablanca": True,
        "urgent=true": True,
        "verified=true": False,
        "rating=4": False,
        "price_max=15000": True,
        "price_max=14999": False,
        "at=" + ahead(3).strftime("%Y-%m-%dT%H:%MZ"): True,
    }
    async with caller() as client:
        for query, expected in there.items():
            items = (await client.get(f"/pros?{query}")).json()["items"]
            assert bool(items) == expected, query


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("city=nowhere", "city"),
        ("category=design", "category"),
        ("neighbourhood=maarif", "neighbourhood"),
        ("city=casablanca&neighbourhood=nowhere", "neighbourhood"),
        ("at=2026-11-26T14:17Z", "at"),
        ("at=2026-11-26T14:00", "at"),
        ("cursor=x", "cursor"),
        ("rating=9", "rating"),
        ("price_max=-1", "price_max"),
    ],
)
async def test_what_makes_no_sense_is_told(cast: Cast, query: str, field: str) -> None:
    async with caller() as client:
        answer = await client.get(f"/pros?{query}")
    assert is_problem(answer, 422, "invalid_input")["errors"][0]["field"] == field


async def test_one_pro(cast: Cast) -> None:
    await hassan(
        cast, free=[5], call_out_fee=100_00, bio="Appelez le 06 33 33 33 33", whatsapp="+212633333333"
    )
    async with caller(language="ar") as client:
        answer = await client.get(f"/pros/{cast.hassan.id}")
    body = answer.json()
    OnePro.model_validate(body)
    assert set(body) == set(OnePro.model_fields)
    assert body["services"][0]["category"] == {"slug": "plomberie", "name": "سباكة"}
    assert body["call_out_fee"] == 100_00
    assert body["next_free"] == ahead(5).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert body["allowed_actions"] == ["book"]
    assert not [secret for secret in SECRETS if secret in answer.text]


async def test_one_s_own_page_and_a_pause(cast: Cast) -> None:
    await hassan(cast, paused_at=clock.now())
    async with caller(cast.hassan) as client:
        assert (await client.get(f"/pros/{cast.hassan.id}")).json()["allowed_actions"] == ["edit"]
    async with caller(cast.amina) as client:
        body = (await client.get(f"/pros/{cast.hassan.id}")).json()
        slots = (await client.get(f"/pros/{cast.hassan.id}/slots")).json()
    assert body["allowed_actions"] == []
    assert body["is_paused"]
    assert not any(day["slots"] for day in slots["items"])


async def test_slots_day_by_day(cast: Cast) -> None:
    await hassan(cast, free=[5, 6, 24 * 3 + 1], min_notice_hours=4)
    first = clock.local(clock.now()).date()
    async with caller() as client:
        path = f"/pros/{cast.hassan.id}/slots"
        body = (await client.get(path)).json()
        Slots.model_validate(body)
        assert [day["date"] for day in body["items"]] == [str(first + timedelta(days=n)) for n in range(7)]
        found = [slot["at"] for day in body["items"] for slot in day["slots"]]
        assert found == [ahead(n).strftime("%Y-%m-%dT%H:%M:%SZ") for n in (5, 6, 73)]
        one = clock.local(ahead(73)).date()
        body = (await client.get(path, params={"from": str(one), "to": str(one)})).json()
        assert [slot["at_local"] for day in body["items"] for slot in day["slots"]] == [
            clock.local_text(ahead(73))
        ]
        for last in (first - timedelta(days=1), first + timedelta(days=40)):
            is_problem(
                await client.get(path, params={"from": str(first), "to": str(last)}), 422, "invalid_input"
            )


@pytest.mark.parametrize("path", ["", "/slots"])
async def test_whoever_isn_t_there(cast: Cast, path: str) -> None:
    await hassan(cast)
    async with db.unit_of_work() as session:
        (await db.lock(session, Account, cast.hassan.id)).status = AccountStatus.BANNED
    async with caller() as client:
        for who in (cast.hassan.id, cast.youssef.id, "nobody"):
            is_problem(await client.get(f"/pros/{who}{path}"), 404, "not_found")


async def test_a_page_costs_few_statements(cast: Cast, sent: list[str]) -> None:
    async with db.unit_of_work() as session:
        for number in range(5):
            await pro(session, number)
    async with caller() as client:
        await client.get("/pros", params={"city": "casablanca", "category": "plomberie"})
        sent.clear()
        await client.get("/pros", params={"city": "casablanca", "category": "plomberie"})
    assert len([statement for statement in sent if "pro_listing" in statement]) == 1
    # One ranks, the other brings what the cards show.
    assert len(sent) == 2
