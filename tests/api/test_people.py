"""The list of freelancers: filtered, paged by cursor, one statement each, agreeing with the pages."""

import re

import httpx
import pytest
from sqlalchemy import select

from tests.api.calling import caller, is_problem
from tests.cast import Cast
from twiza import discovery
from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.api.people import PAGE
from twiza.api.schemas.people import ListedPerson
from twiza.kit import clock, db
from twiza.profiles import Category, City

MANY = 2 * PAGE + 5


async def crowd(count: int = MANY) -> None:
    async with db.unit_of_work() as session:
        cities = (await session.scalars(select(City).order_by(City.position))).all()
        design = await session.scalar(select(Category).where(Category.slug == "design"))
        assert design
        for number in range(count):
            city = cities[number % 2]
            account = Account(
                first_name=f"Zineb{number}",
                last_name="Tazi",
                phone=f"+21266{number:07d}",
                phone_verified_at=clock.now(),
                active_hat=HatKind.FREELANCER,
                hats=[
                    Hat(
                        kind=HatKind.FREELANCER,
                        headline="Création de logos" if number % 3 else "Électricité 100%",
                        city_id=city.id,
                        category_id=design.id,
                    )
                ],
            )
            session.add(account)


async def all_of(client: httpx.AsyncClient, path: str, **asked: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    cursor: str | None = None
    while True:
        body = (await client.get(path, params={**asked, **({"cursor": cursor} if cursor else {})})).json()
        assert len(body["items"]) <= PAGE
        items += body["items"]
        cursor = body["next_cursor"]
        if cursor is None:
            return items


async def test_pages_hold_everybody_once_even_when_others_join_meanwhile(cast: Cast) -> None:
    await crowd()
    async with caller() as client:
        first = (await client.get("/freelancers")).json()
        await crowd(0)
        ids = [item["id"] for item in await all_of(client, "/freelancers")]
    assert len(first["items"]) == PAGE
    assert len(ids) == len(set(ids)) == MANY + 1
    for item in first["items"]:
        ListedPerson.model_validate(item)
        assert set(item) == set(ListedPerson.model_fields)


async def test_a_page_costs_one_statement(cast: Cast, sent: list[str]) -> None:
    await crowd()
    async with caller() as client:
        sent.clear()
        await client.get("/freelancers", params={"city": "casablanca", "category": "design", "q": "logo"})
        assert len(sent) == 1
        await client.get("/freelancers", params={"total": "true"})
        assert len(sent) == 3


async def test_filters_narrow(cast: Cast) -> None:
    await crowd()
    async with caller() as client:
        casablanca = await all_of(client, "/freelancers", city="casablanca")
        assert {item["city"]["slug"] for item in casablanca} == {"casablanca"}
        assert len(await all_of(client, "/freelancers", category="plomberie")) == 0
        assert len(await all_of(client, "/freelancers", q="LOGOS creation")) == len(range(MANY)) - len(
            range(0, MANY, 3)
        )
        assert len(await all_of(client, "/freelancers", q="%")) == len(range(0, MANY, 3))
        assert len(await all_of(client, "/freelancers", q="Tazi")) == 0, "a last name isn't public"


async def test_the_api_and_the_pages_find_the_same_people(cast: Cast) -> None:
    await crowd()
    for words in ("", "electricite", "logos zineb1", "كازابلانكا", "100%"):
        async with caller() as client:
            told = [
                item["id"] for item in await all_of(client, "/freelancers", **({"q": words} if words else {}))
            ]
        async with db.reading() as connection:
            found = await discovery.search_people(
                connection, discovery.Filters(HatKind.FREELANCER, words=words)
            )
        shown = [str(person.id) for person in found.people]
        assert told[: len(shown)] == shown
        assert (found.next is None) == (len(told) == len(shown))


async def test_only_people_in_order_are_listed(cast: Cast) -> None:
    async with db.unit_of_work() as session:
        (await db.lock(session, Account, cast.youssef.id)).status = AccountStatus.BANNED
    async with caller() as client:
        assert await all_of(client, "/freelancers") == []


async def test_one_may_edit_oneself_in_the_list_too(cast: Cast) -> None:
    async with caller(cast.youssef) as client:
        (item,) = await all_of(client, "/freelancers")
    assert item["allowed_actions"] == ["edit"]


async def test_totals_come_when_asked_for(cast: Cast) -> None:
    await crowd()
    async with caller() as client:
        assert (await client.get("/freelancers")).json()["total"] is None
        body = (await client.get("/freelancers", params={"total": "1"})).json()
    assert body["total"] == {"count": MANY + 1, "more": False, "text": f"{MANY + 1} results"}


@pytest.mark.parametrize("cursor", ["x", "", "WyJhIl0.AAAA", "a" * 500])
async def test_a_cursor_not_ours_is_a_field_error(cast: Cast, cursor: str) -> None:
    async with caller() as client:
        body = is_problem(await client.get("/freelancers", params={"cursor": cursor}), 422, "invalid_input")
    assert body["errors"][0]["field"] == "cursor"


async def test_names_of_places_come_in_the_callers_language(cast: Cast) -> None:
    async with caller(language="ar") as client:
        cities = (await client.get("/cities")).json()["items"]
        categories = (await client.get("/categories", params={"kind": "local"})).json()["items"]
        is_problem(await client.get("/categories", params={"kind": "lunar"}), 422, "invalid_input")
    assert len(cities) >= 6
    assert all(re.search(r"[\u0600-\u06ff]", city["name"]) for city in cities)
    assert {category["kind"] for category in categories} == {"local"}
    assert set(cities[0]["names"]) == {"fr", "ar", "en"}
