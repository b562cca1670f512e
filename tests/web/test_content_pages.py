"""The written pages, as a visitor and as a search engine sees them."""

import re
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import orjson
import pytest

from tests.cast import Cast
from tests.discovery.plumbers import settle
from tests.pages import LANGUAGES, address
from tests.reviews.orders import gig_of
from twiza import content
from twiza.accounts import banning
from twiza.gigs.models import GigStatus
from twiza.kit.db import unit_of_work
from twiza.kit.settings import settings
from twiza.web.content import seo
from twiza.web.templates import url_in

WRITTEN = {
    "/about": "about",
    "/faq": "faq",
    "/devenir-pro": "become-a-pro",
    "/pricing": "pricing",
    "/legal/terms": "terms",
    "/legal/privacy": "privacy",
    "/legal/notice": "notice",
}
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_NAMESPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", WRITTEN)
async def test_a_written_page_speaks_the_language_of_its_address(
    client: httpx.AsyncClient, path: str, language: str
) -> None:
    answer = await client.get(address(language, path))
    page = content.page(WRITTEN[path], language, link=url_in)
    assert answer.status_code == 200
    text = unescape(answer.text)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text
    assert f"<title>{page.title}" in text
    assert page.description in text
    assert text.count("<h1") == 1
    assert all(f'id="{section.id}"' in text for section in page.sections)


async def test_a_legal_text_that_does_not_exist_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/legal/terms")).status_code == 200
    assert (await client.get("/legal/about")).status_code == 404


async def test_a_legal_text_says_which_version_is_in_force(client: httpx.AsyncClient) -> None:
    text = (await client.get("/en/legal/terms")).text
    assert f"Version {content.version('terms')}" in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_faq_gives_search_engines_every_answer(client: httpx.AsyncClient, language: str) -> None:
    faq = content.page("faq", language, link=url_in)
    data = _data(await client.get(address(language, "/faq")))
    assert data["@type"] == "FAQPage"
    told = {entry["name"]: entry["acceptedAnswer"]["text"] for entry in data["mainEntity"]}
    assert list(told) == [question.title for group in faq.sections for question in group.parts]
    assert all(answer and "<" not in answer for answer in told.values())


async def test_pricing_states_each_price_and_the_absence_of_commission(client: httpx.AsyncClient) -> None:
    text = (await client.get("/en/pricing")).text.replace("\u00a0", " ")
    for price in ("350 MAD", "300 MAD", "50 MAD", "200 MAD", "0 MAD"):
        assert price in text


async def test_the_sitemap_lists_every_public_page_with_its_sisters(client: httpx.AsyncClient) -> None:
    answer = await client.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    sisters: dict[str, dict[str, str]] = {}
    for entry in ET.fromstring(answer.text).findall("map:url", _NAMESPACES):
        place = entry.findtext("map:loc", "", _NAMESPACES)
        links = entry.findall("xhtml:link", _NAMESPACES)
        sisters[place] = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
    base = settings().public_url
    expected = {base + url_in(language, path) for path in ("/", *WRITTEN) for language in LANGUAGES}
    assert expected <= set(sisters)
    for links in sisters.values():
        assert set(links) == {"fr-MA", "ar-MA", "en", "x-default"}
        assert links["x-default"] == links["fr-MA"]
        assert all(sisters[sister] == links for sister in links.values())


async def test_every_page_of_the_sitemap_answers(client: httpx.AsyncClient) -> None:
    places = re.findall(r"<loc>(.*?)</loc>", (await client.get("/sitemap.xml")).text)
    for place in places:
        answer = await client.get(place)
        assert answer.status_code == 200, place
        assert f'<link rel="canonical" href="{place}">' in unescape(answer.text)


async def test_the_sitemap_names_public_profiles_alone(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        await banning.ban(session, cast.hassan.id, by=cast.salma.id, reason="fraude")
    text = (await client.get("/sitemap.xml")).text
    for language in LANGUAGES:
        place = settings().public_url + url_in(language, f"/freelancers/{cast.youssef.id}")
        assert f"<loc>{place}</loc>" in text
    assert str(cast.hassan.id) not in text
    assert str(cast.amina.id) not in text


async def test_the_sitemap_names_published_gigs_alone(client: httpx.AsyncClient, cast: Cast) -> None:
    async with unit_of_work() as session:
        offered = await gig_of(session, cast.youssef.id)
        draft = await gig_of(session, cast.youssef.id)
        draft.status = GigStatus.DRAFT
    text = (await client.get("/sitemap.xml")).text
    assert f"/gigs/{offered.id}</loc>" in text
    assert str(draft.id) not in text


async def test_many_profiles_come_in_parts(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with unit_of_work() as session:
        await settle(session, cast.hassan.id)
    monkeypatch.setattr(seo, "LISTED_PER_PART", 1)
    index = (await client.get("/sitemap.xml")).text
    parts = re.findall(r"<loc>(.*?)</loc>", index)
    assert parts == [f"{settings().public_url}/sitemap/{number}.xml" for number in (1, 2)]
    first, second = [(await client.get(part)).text for part in parts]
    assert "/legal/notice</loc>" in first
    assert "/legal/notice</loc>" not in second
    assert {str(cast.youssef.id) in first, str(cast.youssef.id) in second} == {True, False}
    for beyond in ("0", "3", "99999999999999999999"):
        assert (await client.get(f"/sitemap/{beyond}.xml")).status_code == 404


async def test_where_to_write_is_told_when_the_settings_name_it(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mailto:" not in (await client.get("/legal/notice?unnamed")).text
    monkeypatch.setattr(settings(), "contact_email", "aide@twiza.example")
    for language in LANGUAGES:
        notice = (await client.get(url_in(language, "/legal/notice?named"))).text
        assert notice.count("aide@twiza.example") == 3, "in the text, and as a link in the footer"
        assert "aide@twiza.example" in (await client.get(url_in(language, "/legal/privacy?named"))).text


async def test_robots_may_read_all_but_private_pages(client: httpx.AsyncClient) -> None:
    lines = (await client.get("/robots.txt")).text.splitlines()
    assert f"Sitemap: {settings().public_url}/sitemap.xml" in lines
    assert "Disallow: /ar/admin" in lines
    assert "Disallow: /" not in lines


async def test_llms_txt_links_to_pages_that_answer(client: httpx.AsyncClient) -> None:
    answer = await client.get("/llms.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("# Twiza")
    for place in re.findall(r"\]\((.*?)\)", answer.text):
        assert (await client.get(place)).status_code == 200, place


def _data(answer: httpx.Response) -> dict[str, Any]:
    found = _DATA.search(answer.text)
    assert found
    return orjson.loads(found[1])
