"""Behind a proxy that ends TLS requests look as if they came over plain HTTP to another host; we know better."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.cast import PASSWORD, Cast
from tests.conftest import new_client
from twiza.kit.settings import settings

PUBLIC = "https://twiza.example"
INSIDE = "http://10.0.0.5:8000"


@pytest.fixture
async def proxied(committed: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the public address, seen from inside."""
    monkeypatch.setattr(settings(), "base_url", PUBLIC)
    async with new_client() as client:
        client.base_url = httpx.URL(INSIDE)
        client.headers["origin"] = PUBLIC
        yield client


async def test_choosing_a_theme_leads_back_to_the_page(proxied: httpx.AsyncClient) -> None:
    for referer, back in (
        (f"{PUBLIC}/ar/about?x=1", "/ar/about?x=1"),
        (f"{INSIDE}/ar/about", "/"),
        (f"{PUBLIC}.evil.example/ar/about", "/"),
        ("", "/"),
    ):
        answer = await proxied.post("/prefs/theme", data={"theme": "dark"}, headers={"referer": referer})
        assert (answer.status_code, answer.headers["location"]) == (303, back)


async def test_whoever_chose_french_on_our_pages_stays_there(proxied: httpx.AsyncClient) -> None:
    # With words of its own the page is no copy that later tests are answered with.
    arabic, home = {"accept-language": "ar"}, "/?behind=proxy"
    assert (await proxied.get(home, headers=arabic)).headers["location"] == "/ar/"
    assert (await proxied.get(home, headers={**arabic, "referer": f"{PUBLIC}/ar/"})).status_code == 200


async def test_only_forms_of_the_public_origin_are_taken(proxied: httpx.AsyncClient, cast: Cast) -> None:
    fields = {"login": "0611111111", "password": PASSWORD}
    inside = await proxied.post("/auth/login", data=fields, headers={"origin": INSIDE, "cookie": "a=b"})
    assert inside.status_code == 403
    entered = await proxied.post("/auth/login", data=fields, headers={"cookie": "a=b"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/dashboard")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/about/", "/about"),
        ("/ar/about/?x=1", "/ar/about?x=1"),
        ("//evil.example/", "/evil.example"),
        ("/ar//evil.example/", "/ar//evil.example"),
        ("/admin/", "/admin"),
        ("/fr", "/?lang=fr"),
        ("/fr/", "/?lang=fr"),
        ("/fr/about/?x=1", "/about?x=1"),
        ("/fr//evil.example", "/evil.example"),
        ("/fr/?x=1", "/?lang=fr"),
        ("/fr/a%3Fb%23c", "/a%3Fb%23c"),
    ],
)
async def test_an_address_is_put_right_without_naming_an_origin(
    proxied: httpx.AsyncClient, asked: str, told: str
) -> None:
    answer = await proxied.get(INSIDE + asked)
    assert (answer.status_code, answer.headers["location"]) == (308, told)


@pytest.mark.parametrize(
    "path", ["/ar", "/en", "/client/settings", "/auth/google/callback", "/api/v1/cities/"]
)
async def test_no_answer_names_the_inside(proxied: httpx.AsyncClient, path: str) -> None:
    answer = await proxied.get(path)
    assert "10.0.0.5" not in answer.headers.get("location", "") + answer.text
