"""The home page: search both ways, what exists, and real people."""

import re
from html import unescape

import httpx
import pytest

from tests.cast import Cast
from tests.discovery.plumbers import settle
from tests.pages import LANGUAGES, address
from twiza.accounts.models import Account, HatKind
from twiza.kit import db


async def home(client: httpx.AsyncClient, path: str = "/") -> str:
    """The page as text; visitors share a copy for some seconds, so a test with people asks with a query of its own."""
    answer = await client.get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


async def introduce(account: Account, headline: str) -> None:
    """Give somebody the headline and the picture that the home page asks for."""
    async with db.unit_of_work() as session:
        person = await session.merge(account)
        person.avatar = "art/av/youssef.webp"
        next(hat for hat in person.hats if hat.kind in {HatKind.FREELANCER, HatKind.PRO}).headline = headline


async def settled(cast: Cast) -> None:
    """Hassan is a pro with hours to ask for."""
    async with db.unit_of_work() as session:
        await settle(session, cast.hassan.id)


async def test_a_search_asks_the_gigs_or_the_pros(client: httpx.AsyncClient) -> None:
    assert 'role="search" action="/gigs" method="get"' in await home(client)
    assert 'role="search" action="/pros" method="get"' in await home(client, "/?for=pros")
    assert 'role="search" action="/gigs" method="get"' in await home(client, "/?for=nonsense")


@pytest.mark.parametrize(
    ("language", "city", "trade"),
    [("fr", "Fès", "Plomberie"), ("ar", "فاس", "سباكة"), ("en", "Fez", "Plumbing")],
)
async def test_cities_and_categories_are_those_of_the_database(
    client: httpx.AsyncClient, language: str, city: str, trade: str
) -> None:
    text = await home(client, address(language, "/"))
    assert f'<option value="fes">{city}</option>' in text
    assert trade in text
    assert address(language, "/pros?category=plomberie") in text
    assert address(language, "/gigs?category=traduction") in text


async def test_people_with_a_headline_and_a_picture_are_shown_each_in_their_place(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    await introduce(cast.youssef, "Logos <b>et</b> affiches")
    await introduce(cast.hassan, "Fuites réparées dans la journée")
    await settled(cast)
    raw = (await client.get("/?look=people")).text
    assert "<b>et</b>" not in raw
    text = unescape(raw)
    assert text.index("Fuites réparées dans la journée") < text.index("Logos <b>et</b> affiches")
    assert f"/pro/{cast.hassan.id}" in text
    assert f"/freelancers/{cast.youssef.id}" in text


async def test_a_section_without_people_is_not_shown(client: httpx.AsyncClient) -> None:
    text = await home(client)
    assert 'id="pros-title"' not in text
    assert 'id="freelancers-title"' not in text


async def test_nobody_s_phone_or_email_is_on_the_page(client: httpx.AsyncClient, cast: Cast) -> None:
    await introduce(cast.hassan, "Plombier")
    await settled(cast)
    text = await home(client, "/?look=private")
    assert "Plombier" in text
    assert str(cast.hassan.email) not in text
    assert str(cast.hassan.phone)[-9:] not in re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_says_who_we_are_to_search_engines(client: httpx.AsyncClient, language: str) -> None:
    text = await home(client, address(language, "/"))
    assert '"@type":"WebSite"' in text
    assert address(language, "/gigs?q={query}") in text
