"""Finding a pro: lists, trades of a city, the page of one with the hours to ask for; why one stands where one does."""

from datetime import timedelta
from html import unescape
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import update

from tests.cast import Cast, sign_in
from tests.discovery.plumbers import ahead, pro, settle
from tests.pages import LANGUAGES, address
from twiza.accounts.models import Account, AccountStatus, Hat
from twiza.discovery import seeding, synonyms
from twiza.kit import clock
from twiza.kit.db import lock, unit_of_work


@pytest.fixture
async def known_words(committed: None) -> None:
    """The words that mean the same, as Twiza opens with them."""
    async with unit_of_work() as session:
        await seeding.seed(session)
    synonyms.forget()


async def hassan(cast: Cast, **values: object) -> None:
    async with unit_of_work() as session:
        await settle(session, cast.hassan.id, **values)  # type: ignore[arg-type]


async def text(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.text)


@pytest.mark.parametrize(
    "words",
    [
        "plombier",
        "PLOMBIÉR",
        "plombi",
        "plonbier",
        "سباك",
        "bghit plombi",
        "السباكة",
        "j’ai besoin d’un plombier",
    ],
)
async def test_words_lead_to_the_trade(
    client: httpx.AsyncClient, known_words: None, cast: Cast, words: str
) -> None:
    await hassan(cast)
    answer = await client.get("/pros", params={"q": words})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/pros?category=plomberie"
    assert f"/pro/{cast.hassan.id}" in await text(client, answer.headers["location"])


async def test_words_lead_to_the_city_too(client: httpx.AsyncClient, known_words: None) -> None:
    for words in ("plombier casa", "سباك الدار البيضاء", "plombier Casablanka"):
        answer = await client.get("/pros", params={"q": words})
        assert answer.headers["location"] == "/pros/casablanca/plomberie", words
    # What was chosen besides stays.
    answer = await client.get("/ar/pros", params={"q": "plombi", "city": "fes", "verified": "1"})
    assert answer.headers["location"] == "/ar/pros?city=fes&category=plomberie&verified=1"


async def test_words_that_name_no_trade_offer_all_of_them(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast)
    page = await text(client, "/pros?q=zzzzqq")
    assert str(cast.hassan.id) not in page
    assert page.count("/pros?category=") >= 8


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("", True),
        ("city=casablanca", True),
        ("city=fes", False),
        ("category=plomberie", True),
        ("category=peinture", False),
        ("city=nowhere&category=nothing", True),
        ("verified=1", False),
        ("rating=45", False),
        ("price=150", True),
        ("price=100", False),
        ("when=soon", False),
        ("neighbourhood=nowhere&city=casablanca", True),
    ],
)
async def test_filters(client: httpx.AsyncClient, cast: Cast, query: str, is_there: bool) -> None:
    await hassan(cast)
    page = await text(client, f"/pros?{query}")
    assert (f'href="/pro/{cast.hassan.id}' in page.split('id="near-title"')[0]) == is_there


async def test_an_empty_list_offers_those_who_come_near(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast)
    page = await text(client, "/pros?city=fes&category=plomberie&verified=1")
    assert 'id="near-title"' in page
    assert f"/pro/{cast.hassan.id}" in page
    page = await text(client, "/pros?city=casablanca&category=plomberie&verified=1")
    assert "/pros/casablanca/plomberie" in page


async def test_what_makes_no_sense_is_told_or_forgotten(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast)
    page = await text(client, "/pros?price=abc&rating=99&day=2020-01-01&hour=3&after=zzz&urgent=maybe")
    assert 'id="f-price-error"' in page
    assert str(cast.hassan.id) in page


async def test_the_hour_asked_for(client: httpx.AsyncClient, cast: Cast) -> None:
    noon = clock.local(clock.now()).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    hours = round((noon - clock.local(ahead(0))).total_seconds() / 3600)
    async with unit_of_work() as session:
        free = await pro(session, 1, free=[hours])
        busy = await pro(session, 2, free=[hours + 1], ratings=[5] * 50)
    page = await text(client, f"/pros?day={noon.date()}&hour=12")
    assert page.index(str(free.id)) < page.index(str(busy.id))
    assert "12:00" in page


async def test_pages_follow_each_other(client: httpx.AsyncClient) -> None:
    async with unit_of_work() as session:
        for number in range(30):
            await pro(session, number)
    first = await text(client, "/pros/casablanca/plomberie")
    assert first.count('class="pro-card"') == 24
    href = first.split('rel="next" href="')[1].split('"')[0]
    second = await text(client, href)
    assert second.count('class="pro-card"') == 6
    assert 'content="noindex' in second
    assert 'content="noindex' not in first
    shown = {part.split('"')[0] for page in (first, second) for part in page.split('<a href="/pro/')[1:]}
    assert len(shown) == 30


async def test_a_fragment_is_the_part_that_changes(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast)
    answer = await client.get("/pros?q=plombi", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert str(cast.hassan.id) in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_trade_of_a_city_is_a_page_of_its_own(
    client: httpx.AsyncClient, cast: Cast, language: str
) -> None:
    await hassan(cast)
    here = address(language, "/pros/casablanca/plomberie")
    page = await text(client, here)
    assert f'rel="canonical" href="http://twiza.test{here}"' in page
    assert '"@type":"ItemList"' in page
    assert "33 33 33" not in page
    asked = await client.get(address(language, "/pros?city=casablanca&category=plomberie"))
    assert asked.headers["location"] == here
    assert here in await text(client, address(language, "/services"))
    assert f"<loc>http://twiza.test{here}</loc>" in await text(client, "/sitemap.xml")


@pytest.mark.parametrize("path", ["/pros/casablanca/nothing", "/pros/nowhere/plomberie", "/pros/fes/design"])
async def test_no_page_for_what_isn_t(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_a_pro_s_page_leads_to_the_request(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast, free=[30, 31, 60], call_out_fee=100_00)
    page = await text(client, f"/pro/{cast.hassan.id}")
    for hour in (30, 31, 60):
        at = quote(ahead(hour).strftime("%Y-%m-%dT%H:%MZ"))
        assert f"/client/bookings/new?pro={cast.hassan.id}&category=plomberie&at={at}" in page
    assert '"@type":"Plumber"' in page
    assert page.count('class="slot num"') == 3


async def test_the_hours_of_a_pro_carry_the_trade_of_the_list(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast, free=[24 * 20 + 3], categories=["plomberie", "peinture"])
    listed = await text(client, "/pros/casablanca/peinture")
    assert f'href="/pro/{cast.hassan.id}?category=peinture"' in listed
    page = await text(client, f"/pro/{cast.hassan.id}?category=peinture")
    assert f"/client/bookings/new?pro={cast.hassan.id}&category=peinture&at=" in page
    assert f'href="/pro/{cast.hassan.id}?category=peinture&week=' in page
    assert f'rel="canonical" href="http://twiza.test/pro/{cast.hassan.id}"' in page
    # Of two trades none is taken for granted, nor one that the pro doesn't have.
    for asked in ("", "?category=jardinage"):
        assert "&category=" not in await text(client, f"/pro/{cast.hassan.id}{asked}")


async def test_visitors_with_one_order_of_the_day_share_a_rendering(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await hassan(cast)
    # The first page of all brings the styles with it.
    await text(client, "/pros")
    first = await text(client, "/pros/casablanca/plomberie")
    async with unit_of_work() as session:
        await session.execute(
            update(Account).where(Account.id == cast.hassan.id).values(first_name="Hassan2")
        )
    assert await text(client, "/pros/casablanca/plomberie") == first
    await sign_in(client, cast.amina)
    assert "Hassan2" in await text(client, "/pros/casablanca/plomberie")


async def test_weeks_are_turned_within_the_horizon(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast, free=[24 * 20 + 3])
    page = await text(client, f"/pro/{cast.hassan.id}")
    # The first page is that of the next free hour.
    assert page.count('class="slot num"') == 1
    earlier = page.split('rel="prev"')[0].rsplit('href="', 1)[1].split("#")[0]
    assert 'class="slot num"' not in await text(client, earlier)
    for week in ("2020-01-01", "9999-01-01", "x"):
        assert (await text(client, f"/pro/{cast.hassan.id}?week={week}")).count('class="slot num"') == 1


async def test_a_week_is_turned_in_place_where_a_script_is_there(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await hassan(cast, free=[24 * 20 + 3])
    page = await text(client, f"/ar/pro/{cast.hassan.id}")
    earlier = unescape(page.split('hx-get="', 1)[1].split('"')[0])
    assert earlier.startswith(f"/ar/pro/{cast.hassan.id}?")
    part = (await client.get(earlier, headers={"hx-request": "true"})).text
    assert part.lstrip().startswith('<div class="week" id="week"')
    assert 'rel="next"' in part
    assert "<html" not in part


async def test_no_number_no_last_name_no_email_anywhere(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast, whatsapp="+212633333333", bio="Appelez le 06 33 33 33 33")
    for path in (
        "/pros",
        "/pros/casablanca/plomberie",
        f"/pro/{cast.hassan.id}",
        f"/ar/pro/{cast.hassan.id}",
    ):
        page = await text(client, path)
        for secret in ("633333333", "33 33 33", "hassan@example.ma", "Ouali"):
            assert secret not in page, path


async def test_a_banned_pro_vanishes(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast)
    async with unit_of_work() as session:
        (await lock(session, Account, cast.hassan.id)).status = AccountStatus.BANNED
    assert (await client.get(f"/pro/{cast.hassan.id}")).status_code == 404
    assert str(cast.hassan.id) not in await text(client, "/pros")


@pytest.mark.parametrize("path", ["/pro/nobody", "/pro/018f0000-0000-7000-8000-000000000000"])
async def test_nobody_is_a_404(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_a_freelancer_isn_t_a_pro(client: httpx.AsyncClient, cast: Cast) -> None:
    assert (await client.get(f"/pro/{cast.youssef.id}")).status_code == 404
    assert (await client.get(f"/freelancers/{cast.youssef.id}")).status_code == 200


async def test_why_is_told_to_the_pro_alone(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast, free=[])
    assert (await client.get("/pro/why")).status_code == 303
    await sign_in(client, cast.hassan)
    page = await text(client, "/pro/why")
    assert page.count("<meter") == 5
    assert "aucun créneau libre" in page
    async with unit_of_work() as session:
        await session.execute(update(Hat).values(rating_sum=9, rating_count=2))
    assert "Moyenne de 4,5 pour 2 avis" in await text(client, "/pro/why")


async def test_why_isn_t_there_for_others(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    assert (await client.get("/pro/why")).status_code == 404


@pytest.mark.parametrize(
    ("prefix", "headline", "said"),
    [
        ("", "Plombier : fuites", '" dir="auto">Plombier'),
        ("/ar", "Plombier : fuites", '" lang="fr" dir="auto">Plombier'),
        ("", "سباك في الدار البيضاء", '" lang="ar" dir="auto">سباك'),
        ("/ar", "سباك في الدار البيضاء", '" dir="auto">سباك'),
    ],
)
async def test_a_pro_s_words_are_read_in_their_own_language_and_direction(
    client: httpx.AsyncClient, prefix: str, headline: str, said: str
) -> None:
    async with unit_of_work() as session:
        one = await pro(session, 1, headline=headline, bio=headline)
    assert said in await text(client, f"{prefix}/pros")
    assert (await text(client, f"{prefix}/pro/{one.id}")).count(said.lstrip('"')) == 2


async def test_a_list_for_an_hour_leads_to_a_request_for_it(client: httpx.AsyncClient, cast: Cast) -> None:
    await hassan(cast)
    where, day = "city=casablanca&category=plomberie", (clock.local(clock.now()) + timedelta(days=2)).date()
    soon = await text(client, f"/pros?{where}&when=soon")
    assert f"/client/bookings/new?{where}&urgent=1" in soon
    at_three = await text(client, f"/pros?{where}&day={day}&hour=15")
    assert f"/client/bookings/new?{where}&at={day}" in at_three
    assert f"week={day}" in at_three, "a card leads to the week of that day"
    assert "Choisissez une ville et un métier" in await text(client, "/pros?when=soon")
    assert "/client/bookings/new" not in await text(client, f"/pros?{where}&day={day}")
    noon = clock.local(clock.now()).replace(hour=12, minute=30)
    with clock.travel(noon):
        past = await text(client, f"/pros?{where}&day={noon.date()}&hour=9")
    assert "/client/bookings/new" not in past, "an hour that is past is none"
