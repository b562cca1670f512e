"""The pages of reviews: writing one, answering it, reading all of a freelancer's or of a pro's."""

import httpx
import pytest

from tests.bookings import telling
from tests.cast import Cast, sign_in
from tests.pages import LANGUAGES, address
from tests.reviews.orders import gig_of, order_of
from twiza.bookings.kinds import BookingStatus
from twiza.kit.db import unit_of_work
from twiza.orders.models import Order, OrderStatus
from twiza.reviews import of_bookings, writing

NUMBER = "06 77 88 99 00"


@pytest.fixture
async def order(cast: Cast) -> Order:
    async with unit_of_work() as session:
        return await order_of(session, cast, await gig_of(session, cast.youssef.id))


async def both_write(cast: Cast, order: Order) -> str:
    async with unit_of_work() as session:
        first = await writing.write(session, order.id, by=cast.amina.id, rating=4, text=f"Très bien {NUMBER}")
        await writing.write(session, order.id, by=cast.youssef.id, rating=5, text="Précise")
        return str(first.id)


async def test_the_form_sends_stars_and_words(client: httpx.AsyncClient, cast: Cast, order: Order) -> None:
    await sign_in(client, cast.amina)
    page = await client.get(f"/orders/{order.id}/review")
    assert page.status_code == 200
    assert page.text.count('type="radio" name="rating"') == 5
    sent = await client.post(f"/orders/{order.id}/review", data={"rating": "4", "text": "Soigné"})
    assert sent.status_code == 303
    assert sent.headers["location"].endswith(f"/orders/{order.id}")
    again = await client.get(f"/orders/{order.id}/review")
    assert "Soigné" in again.text
    assert 'name="rating"' not in again.text


async def test_what_was_typed_stays(client: httpx.AsyncClient, cast: Cast, order: Order) -> None:
    await sign_in(client, cast.amina)
    refused = await client.post(f"/orders/{order.id}/review", data={"text": "Sans <b>étoiles</b>"})
    assert refused.status_code == 422
    assert "Sans &lt;b&gt;étoiles" in refused.text
    assert "Choisissez de une à cinq étoiles" in refused.text
    words_missing = await client.post(f"/orders/{order.id}/review", data={"rating": "3", "text": ""})
    assert words_missing.status_code == 422
    assert 'value="3" required checked' in words_missing.text


async def test_a_second_one_is_refused_and_kept_in_sight(
    client: httpx.AsyncClient, cast: Cast, order: Order
) -> None:
    await sign_in(client, cast.amina)
    await client.post(f"/orders/{order.id}/review", data={"rating": "4", "text": "Soigné"})
    second = await client.post(f"/orders/{order.id}/review", data={"rating": "1", "text": "Autre"})
    assert second.status_code == 409
    assert "déjà donné votre avis" in second.text


async def test_strangers_and_unfinished_orders(client: httpx.AsyncClient, cast: Cast, order: Order) -> None:
    async with unit_of_work() as session:
        running = await order_of(
            session, cast, await gig_of(session, cast.youssef.id), OrderStatus.IN_PROGRESS
        )
    await sign_in(client, cast.amina)
    early = await client.post(f"/orders/{running.id}/review", data={"rating": "4", "text": "Tôt"})
    assert early.status_code == 409
    client.cookies.clear()
    await sign_in(client, cast.karim)
    assert (await client.get(f"/orders/{order.id}/review")).status_code == 404
    posted = await client.post(f"/orders/{order.id}/review", data={"rating": "4", "text": "Intrus"})
    assert posted.status_code == 404


async def test_one_answer_in_public(client: httpx.AsyncClient, cast: Cast, order: Order) -> None:
    review = await both_write(cast, order)
    await sign_in(client, cast.youssef)
    own = await client.get(f"/freelancers/{cast.youssef.id}/reviews")
    assert f"/reviews/{review}/answer" in own.text
    assert (await client.post(f"/reviews/{review}/answer", data={"text": ""})).status_code == 422
    assert (await client.post(f"/reviews/{review}/answer", data={"text": "Merci !"})).status_code == 303
    assert (await client.post(f"/reviews/{review}/answer", data={"text": "Encore"})).status_code == 409
    client.cookies.clear()
    public = await client.get(f"/freelancers/{cast.youssef.id}/reviews")
    assert "Merci !" in public.text
    assert NUMBER not in public.text
    assert f"/reviews/{review}/answer" not in public.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_that_is_said_of_a_pro_ten_at_a_time(
    client: httpx.AsyncClient, cast: Cast, language: str
) -> None:
    path = address(language, f"/pro/{cast.hassan.id}/reviews")
    assert (await client.get(path)).status_code == 404
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
        for number in range(12):
            asked = (await telling.ask(session, cast.amina, [cast.hassan], telling.at(9, days=2 + number)))[0]
            visit = await telling.bring_to(session, asked, BookingStatus.COMPLETED)
            await of_bookings.write(session, visit.id, by=cast.amina.id, rating=4, text=f"Visite {number:02}")
    profile = (await client.get(address(language, f"/pro/{cast.hassan.id}"))).text
    assert f'href="{path}"' in profile
    first = (await client.get(path)).text
    assert [f"Visite {number:02}" in first for number in (11, 2, 1)] == [True, True, False]
    assert 'content="noindex' not in first
    older = (await client.get(first.split('rel="next" href="')[1].split('"')[0])).text
    assert [f"Visite {number:02}" in older for number in (2, 1, 0)] == [False, True, True]
    assert 'content="noindex' in older
    await sign_in(client, cast.hassan)
    assert "/answer" in (await client.get(path)).text


async def test_nobody_else_answers(client: httpx.AsyncClient, cast: Cast, order: Order) -> None:
    review = await both_write(cast, order)
    await sign_in(client, cast.amina)
    assert (await client.get(f"/reviews/{review}/answer")).status_code == 404
    assert (await client.post(f"/reviews/{review}/answer", data={"text": "Moi"})).status_code == 403
