"""/gigs without a script: results, filters, counts, pages, and what is offered when nothing is found."""

import re
from html import unescape

import httpx
import pytest

from tests.cast import Cast, sign_in
from tests.discovery.offers import offer, seller
from twiza.kit.db import unit_of_work
from twiza.web.search.pages import PAGE


async def shop(cast: Cast) -> None:
    async with unit_of_work() as session:
        amal = await seller(session, 1, city="fes", speaks=("ar", "en"))
        who = cast.youssef.id
        await offer(session, who, "Je crée le logo de votre café", price=450, ratings=[5] * 6)
        await offer(
            session, who, "Montage de vidéos pour TikTok", category="montage-video", price=600, days=7
        )
        await offer(session, amal.id, "تصميم شعار احترافي", language="ar", price=150, days=1)


def found(page: httpx.Response) -> list[str]:
    assert page.status_code == 200
    return re.findall(r'<h2 class="gig-card__title"[^>]*><a[^>]*>(.*?)</a>', page.text)


async def test_all_services_with_their_counts(client: httpx.AsyncClient, cast: Cast) -> None:
    await shop(cast)
    page = await client.get("/gigs")
    assert len(found(page)) == 3
    assert "3 services" in page.text
    assert 'rel="canonical" href="http://twiza.test/gigs"' in unescape(page.text)
    assert "noindex" not in page.text
    assert '"@type":"ItemList"' in page.text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=logo", 2),
        ("q=tiktok", 1),
        ("category=design", 2),
        ("category=logo-identite", 2),
        ("category=design&min=200", 1),
        ("max=1.000,00&min=٢٠٠", 2),
        ("days=1", 1),
        ("rating=45", 1),
        ("language=en", 1),
        ("city=fes", 1),
        ("category=no-such&city=no-such&days=x&rating=9&language=xx&sort=luck&after=x&min=abc", 3),
    ],
)
async def test_filters_work_as_a_plain_form(
    client: httpx.AsyncClient, cast: Cast, query: str, count: int
) -> None:
    await shop(cast)
    assert len(found(await client.get(f"/gigs?{query}"))) == count


async def test_a_category_page_is_a_page_of_its_own(client: httpx.AsyncClient, cast: Cast) -> None:
    await shop(cast)
    page = await client.get("/ar/gigs?category=design")
    said = unescape(page.text)
    assert 'rel="canonical" href="http://twiza.test/ar/gigs?category=design"' in said
    assert 'hreflang="en" href="http://twiza.test/en/gigs?category=design"' in said
    assert "<h1>تصميم وهوية</h1>" in page.text
    assert "noindex" in (await client.get("/gigs?q=logo")).text


async def test_the_part_that_changes_comes_alone(client: httpx.AsyncClient, cast: Cast) -> None:
    await shop(cast)
    part = await client.get("/gigs?q=tiktok", headers={"hx-request": "true", "hx-request-type": "partial"})
    assert len(found(part)) == 1
    assert "<html" not in part.text


async def test_pages_follow_each_other(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        for number in range(PAGE + 3):
            await offer(session, cast.youssef.id, f"Logo {number:03}")
    seen = found(page := await client.get("/gigs?q=logo"))
    (following,) = re.findall(r'rel="next" href="([^"]+)"', page.text)
    seen += found(await client.get(unescape(following)))
    assert len(seen) == len(set(seen)) == PAGE + 3


async def test_nothing_found_offers_what_is_near(client: httpx.AsyncClient, cast: Cast) -> None:
    await shop(cast)
    page = await client.get("/gigs?q=logo&city=fes&days=1&max=10")
    assert found(page) == []
    assert "gig-card" in page.text
    page = await client.get("/gigs?q=montage&city=fes")
    assert "/gigs?q=montage" in page.text


@pytest.mark.parametrize(
    "words",
    [
        "'",
        "a:* | !b",
        "\\",
        "&&&",
        "(((",
        "<script>alert(1)</script>",
        "%",
        "م" * 100,
        "☕🎉",
        "\u202eabc",
        "x" * 5000,
    ],
)
async def test_strange_words_find_nothing_and_break_nothing(
    client: httpx.AsyncClient, cast: Cast, words: str
) -> None:
    await shop(cast)
    page = await client.get("/gigs", params={"q": words})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


async def test_favourites_are_marked(client: httpx.AsyncClient, cast: Cast) -> None:
    await shop(cast)
    await sign_in(client, cast.amina)
    assert found(await client.get("/gigs"))


async def test_suggestions_are_options(client: httpx.AsyncClient, cast: Cast) -> None:
    await shop(cast)
    answer = await client.get("/gigs/suggest?q=log")
    assert 'role="option"' in answer.text
    assert "Logo &amp; identité" in answer.text
    assert (await client.get("/gigs/suggest?q=l")).text.strip() == ""
