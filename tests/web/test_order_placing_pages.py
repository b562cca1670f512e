"""Placing an order, the list of orders, and where one is paid, without a script."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select

from tests.cast import Cast, sign_in
from tests.gigs import writing
from tests.notifications.conftest import configure
from tests.web import ordering
from tests.web.ordering import do
from twiza.gigs import pausing
from twiza.gigs.models import Tier
from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.settings import settings
from twiza.orders import approving, placing
from twiza.orders.models import Order, OrderAnswer
from twiza.payments.models import PayoutDetails


async def orders() -> int:
    async with reading() as connection:
        return await connection.scalar(select(func.count()).select_from(Order)) or 0


async def question_of(client: httpx.AsyncClient, gig: object) -> str:
    page = (await client.get(f"/orders/new?gig={gig}")).text
    found = re.search(r'name="(answer-[0-9a-f-]+)"', page)
    assert found
    return found[1]


async def test_a_package_is_ordered_with_answers_and_terms(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await ordering.offered(cast)
    await sign_in(client, cast.amina)
    page = (await client.get(f"/orders/new?gig={gig.id}&package=standard")).text
    assert "1\u202f234,50" in page
    assert ordering.QUESTION in page
    name = await question_of(client, gig.id)
    form = {"gig": str(gig.id), "package": "standard", name: "Café Bab Doukkala"}
    refused = await client.post("/orders", data=form)
    assert refused.status_code == 422
    assert "Café Bab Doukkala" in refused.text
    assert re.search(r'id="f-accepted_terms"[^>]*aria-invalid="true"', refused.text)
    done = await client.post("/orders", data={**form, "accepted_terms": "1"})
    assert done.status_code == 303
    assert done.headers["location"].startswith("/orders/TW-")
    room = (await client.get(done.headers["location"])).text
    assert "Café Bab Doukkala" in room
    async with reading() as connection:
        answers = (await connection.execute(select(OrderAnswer.question, OrderAnswer.answer))).all()
    assert [tuple(row) for row in answers] == [(ordering.QUESTION, "Café Bab Doukkala")]


async def test_another_package_is_chosen_without_losing_the_answers(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    gig = await ordering.offered(cast)
    name = await question_of(client, gig.id)
    form = {"gig": str(gig.id), "package": "basic", "switch": "premium", name: "Café Bab Doukkala"}
    page = await client.post("/orders/new", data=form)
    assert page.status_code == 200
    assert "Café Bab Doukkala" in page.text
    assert re.search(r'name="package" value="premium"', page.text)
    assert await orders() == 0


async def test_a_form_sent_twice_places_one_order(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await ordering.offered(cast, question=False)
    await sign_in(client, cast.amina)
    form = {"gig": str(gig.id), "package": "basic", "accepted_terms": "1"}
    first = await client.post("/orders", data=form)
    second = await client.post("/orders", data=form)
    assert (second.status_code, second.headers["location"]) == (303, first.headers["location"])
    assert await orders() == 1


async def test_one_client_places_so_many_orders_an_hour(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(monkeypatch, orders_an_hour="1")
    gig = await ordering.offered(cast, question=False)
    await sign_in(client, cast.amina)
    await sign_in(other_client, cast.karim)
    form = {"gig": str(gig.id), "accepted_terms": "1"}
    assert (await client.post("/orders", data={**form, "package": "basic"})).status_code == 303
    refused = await client.post("/orders", data={**form, "package": "standard"})
    assert refused.status_code == 429
    assert 3500 < int(refused.headers["retry-after"]) <= 3600
    assert re.search(r"60\s+minutes", refused.text)
    assert (await other_client.post("/orders", data={**form, "package": "standard"})).status_code == 303
    async with unit_of_work() as session:
        with clock.travel(timedelta(hours=1)):
            await placing.place(session, gig.id, by=cast.amina.id, tier=Tier.STANDARD, accepted_terms=True)
    monkeypatch.undo()
    settings.cache_clear()


async def test_a_visitor_signs_in_and_finds_the_form_as_it_was(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await ordering.offered(cast)
    name = await question_of(client, gig.id)
    form = {
        "gig": str(gig.id),
        "package": "basic",
        "accepted_terms": "1",
        name: "Café Bab Doukkala, Marrakech",
    }
    asked = await client.post("/orders", data=form)
    assert asked.headers["location"].startswith("/auth/login")
    await sign_in(client, cast.amina)
    kept = await client.get("/auth/continue")
    assert "Café Bab Doukkala, Marrakech" in kept.text
    again = await client.post("/auth/continue")
    assert (again.status_code, again.headers["location"]) == (307, "/orders")
    done = await client.post("/orders", data=form)
    assert "Café Bab Doukkala, Marrakech" in (await client.get(done.headers["location"])).text


async def test_one_s_own_gig_can_t_be_ordered(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await ordering.offered(cast, question=False)
    await sign_in(client, cast.youssef)
    page = await client.get(f"/orders/new?gig={gig.id}")
    assert page.status_code == 403
    assert 'name="accepted_terms"' not in page.text
    sent = await client.post("/orders", data={"gig": str(gig.id), "accepted_terms": "1"})
    assert sent.status_code == 403
    assert await orders() == 0


async def test_a_gig_that_is_not_offered_says_so(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await ordering.offered(cast, question=False)
    async with unit_of_work() as session:
        await pausing.pause(session, gig.id, by=cast.youssef.id)
    await sign_in(client, cast.amina)
    for asked in (gig.id, "nonsense", cast.amina.id):
        page = await client.get("/orders/new", params={"gig": str(asked)})
        assert page.status_code == 404
        assert "ne peut pas être commandé" in page.text
    sent = await client.post("/orders", data={"gig": str(gig.id), "accepted_terms": "1"})
    assert sent.status_code == 409
    assert (await client.post("/orders", data={"gig": "x"})).status_code == 404
    assert await orders() == 0


async def test_sellers_without_verified_identity_carry_a_cap(client: httpx.AsyncClient, cast: Cast) -> None:
    gig = await ordering.offered(cast, question=False)
    await sign_in(client, cast.amina)
    page = await client.get(f"/orders/new?gig={gig.id}&package=premium")
    assert "ne peut pas dépasser 2\u202f000" in page.text
    sent = await client.post(
        "/orders", data={"gig": str(gig.id), "package": "premium", "accepted_terms": "1"}
    )
    assert sent.status_code == 409
    assert await orders() == 0


async def test_orders_are_listed_by_side_and_by_whose_turn_it_is(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.amina)
    assert "Vous n’avez pas de commande en cours" in (await client.get("/orders")).text
    mine = await ordering.placed(cast)
    theirs = await ordering.paid(cast)
    page = (await client.get("/orders")).text
    first, second = page.index("À vous de jouer"), page.index("En attente de l’autre partie")
    assert first < page.index(mine.order.reference) < second < page.index(theirs.order.reference)
    assert "J’ai commandé" not in page
    await sign_in(other_client, cast.youssef)
    page = (await other_client.get("/orders")).text
    first, second = page.index("À vous de jouer"), page.index("En attente de l’autre partie")
    assert first < page.index(theirs.order.reference) < second < page.index(mine.order.reference)
    assert mine.order.reference not in (await other_client.get("/orders?as=client")).text
    done = await ordering.delivered(cast)
    await do(approving.approve, done, by=done.client)
    assert done.order.reference in (await client.get("/orders?state=finished")).text
    assert done.order.reference not in (await client.get("/orders")).text


async def test_a_stranger_s_list_is_empty(client: httpx.AsyncClient, cast: Cast) -> None:
    deal = await ordering.placed(cast)
    await sign_in(client, cast.karim)
    assert deal.order.reference not in (await client.get("/orders")).text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"rib": "230780000123456789012371"}, "rib"),
        ({"rib": "23078000012345678901237"}, "rib"),
        ({"rib": "abc"}, "rib"),
        ({"holder": " "}, "holder"),
        ({"kind": "wallet", "provider": "PayPal", "wallet": "0612345678"}, "provider"),
        ({"kind": "wallet", "provider": "Orange Money", "wallet": ""}, "wallet"),
    ],
)
async def test_a_wrong_rib_or_wallet_is_refused_beside_its_field(
    client: httpx.AsyncClient, cast: Cast, fields: dict[str, str], wrong: str
) -> None:
    await sign_in(client, cast.youssef)
    form = {"kind": "bank", "holder": "Youssef El Idrissi", "rib": ordering.RIB, **fields}
    refused = await client.post("/client/settings/payout", data=form)
    assert refused.status_code == 422
    assert re.search(rf'id="f-{wrong}"[^>]*aria-invalid="true"', refused.text)
    async with reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(PayoutDetails)) == 0


async def test_a_rib_is_kept_as_people_type_it_shown_to_whoever_pays_and_taken_back(
    client: httpx.AsyncClient, other_client: httpx.AsyncClient, cast: Cast
) -> None:
    await sign_in(client, cast.youssef)
    typed = "٢٣٠ 780 0001234567890123 72"
    saved = await client.post(
        "/client/settings/payout", data={"kind": "bank", "holder": "Youssef El Idrissi", "rib": typed}
    )
    assert saved.status_code == 303
    assert "230 780 0001234567890123 72" in (await client.get("/client/settings/payout")).text
    async with unit_of_work() as session:
        gig = await writing.published(session, cast.youssef.id)
    await sign_in(other_client, cast.amina)
    form = {"gig": str(gig.id), "package": "basic", "accepted_terms": "1"}
    room = (await other_client.post("/orders", data=form)).headers["location"]
    assert "230 780 0001234567890123 72" in (await other_client.get(room)).text
    assert (await client.post("/client/settings/payout/remove")).status_code == 303
    assert "n’a pas encore indiqué où payer" in (await other_client.get(room)).text
    assert "/client/settings/payout" in (await client.get(room)).text


async def test_a_wallet_is_another_way_to_be_paid(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.youssef)
    form = {"kind": "wallet", "holder": "Youssef", "provider": "Orange Money", "wallet": "0612345678"}
    assert (await client.post("/client/settings/payout", data=form)).status_code == 303
    page = (await client.get("/client/settings/payout")).text
    assert 'value="0612345678"' in page
