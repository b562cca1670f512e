"""GET /gigs: filtered, sorted, paged by cursor; the same rows as the pages show."""

import pytest

from tests.api.calling import caller, is_problem
from tests.api.test_people import all_of
from tests.cast import Cast
from tests.discovery.offers import offer
from twiza.api.gig_search import PAGE
from twiza.api.schemas.gig_search import ListedGig
from twiza.kit.db import unit_of_work

MANY = 2 * PAGE + 5


async def shop(cast: Cast, count: int = MANY) -> None:
    async with unit_of_work() as session:
        for number in range(count):
            await offer(
                session,
                cast.youssef.id,
                f"Logo numéro {number}",
                price=100 + number,
                days=1 + number % 5,
                ratings=[5] * (number % 4),
            )


@pytest.mark.parametrize(
    "asked", [{}, {"q": "logo"}, {"category": "design"}, {"q": "logo", "category": "design"}]
)
@pytest.mark.parametrize("sort", ["best", "newest", "price_asc", "price_desc", "rating"])
async def test_pages_hold_every_gig_once(cast: Cast, asked: dict[str, str], sort: str) -> None:
    await shop(cast)
    async with caller() as client:
        first = (await client.get("/gigs", params={**asked, "sort": sort})).json()
        await shop(cast, 3)
        items = await all_of(client, "/gigs", sort=sort, **asked)
    assert len(first["items"]) == PAGE
    for item in first["items"]:
        ListedGig.model_validate(item)
        assert set(item) == set(ListedGig.model_fields)
    ids = [item["id"] for item in items]
    assert len(ids) == len(set(ids)) == MANY + 3
    prices = [item["price"] for item in items]
    if sort.startswith("price"):
        assert prices == sorted(prices, reverse=sort == "price_desc")


async def test_rows_added_meanwhile_move_nobody(cast: Cast) -> None:
    await shop(cast)
    seen: list[object] = []
    cursor: str | None = None
    async with caller() as client:
        while True:
            params = {"q": "logo", **({"cursor": cursor} if cursor else {})}
            body = (await client.get("/gigs", params=params)).json()
            seen += [item["id"] for item in body["items"]]
            cursor = body["next_cursor"]
            if cursor is None:
                break
            # The best of all, put before those that were seen already.
            async with unit_of_work() as session:
                await offer(session, cast.youssef.id, "Logo neuf", ratings=[5] * 90, orders=90, age=1)
    assert len(seen) == len(set(seen)) == MANY


async def test_filters_narrow(cast: Cast) -> None:
    await shop(cast)
    async with caller() as client:
        cheap = await all_of(client, "/gigs", price_min="10500", price_max="10900")
        assert [item["price"] for item in cheap if not 10500 <= int(str(item["price"])) <= 10900] == []
        assert len(cheap) == 5
        quick = await all_of(client, "/gigs", delivery_days="1", q="logo")
        assert {item["delivery_days"] for item in quick} == {1}
        assert len(await all_of(client, "/gigs", rating="4.8")) == MANY - len(range(0, MANY, 4))
        assert len(await all_of(client, "/gigs", language="fr")) == MANY
        for nothing in (
            {"category": "no-such"},
            {"category": "video-photo"},
            {"city": "fes"},
            {"language": "zz"},
        ):
            assert await all_of(client, "/gigs", **nothing) == []


async def test_a_category_page_costs_one_statement(cast: Cast, sent: list[str]) -> None:
    await shop(cast)
    async with caller() as client:
        await client.get("/gigs", params={"category": "design"})
        sent.clear()
        await client.get("/gigs", params={"category": "design", "language": "fr"})
        assert len(sent) == 1
        sent.clear()
        await client.get("/gigs", params={"q": "logo numéro"})
        assert len(sent) <= 3


async def test_totals_come_when_asked_for(cast: Cast) -> None:
    await shop(cast)
    async with caller() as client:
        assert (await client.get("/gigs", params={"q": "logo"})).json()["total"] is None
        body = (await client.get("/gigs", params={"q": "logo", "total": "1"})).json()
    assert body["total"] == {"count": MANY, "more": False, "text": f"{MANY} results"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"cursor": "x"}, "cursor"),
        ({"price_min": "-1"}, "price_min"),
        ({"price_max": "9" * 30}, "price_max"),
        ({"rating": "7"}, "rating"),
        ({"sort": "luck"}, "sort"),
        ({"delivery_days": "soon"}, "delivery_days"),
        ({"q": "a" * 101}, "q"),
    ],
)
async def test_what_makes_no_sense_is_a_field_error(cast: Cast, asked: dict[str, str], field: str) -> None:
    async with caller() as client:
        body = is_problem(await client.get("/gigs", params=asked), 422, "invalid_input")
    assert body["errors"][0]["field"] == field


async def test_who_looks_decides_what_can_be_done(cast: Cast) -> None:
    await shop(cast, 1)
    for account, actions in ((None, []), (cast.amina, ["order", "favour", "ask"])):
        async with caller(account) as client:
            (item,) = await all_of(client, "/gigs")
        assert item["allowed_actions"] == actions
    async with caller(cast.youssef) as client:
        (item,) = await all_of(client, "/gigs")
    assert "order" not in item["allowed_actions"]
