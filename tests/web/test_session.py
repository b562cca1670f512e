"""Cookies renewed on the way, forms that don't get lost, forms of other people's pages refused."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.cast import Cast, sign_in
from twiza.accounts import tokens
from twiza.accounts.models import Account, Permission
from twiza.kit import clock
from twiza.kit.settings import settings
from twiza.main import app
from twiza.web.session import require_admin, require_viewer

ORIGIN = "http://twiza.test"


async def _note(request: Request) -> Response:
    viewer = require_viewer(request)
    form = await request.form()
    return PlainTextResponse(f"{viewer.first_name}: {form.get('text', '')} {form.get('city', '')}".strip())


async def _admin(request: Request) -> Response:
    return PlainTextResponse(require_admin(request, Permission.FINANCE).first_name)


@pytest.fixture(autouse=True)
async def private_pages() -> AsyncIterator[None]:
    """Two private pages of the real application."""
    routes = [Route("/test/note", _note, methods=["GET", "POST"]), Route("/test/admin", _admin)]
    app().router.routes[:0] = routes
    yield
    del app().router.routes[: len(routes)]


async def carried(account: Account, *, keep: bool = False) -> dict[str, str]:
    """The Cookie header of a browser that has just signed in; httpx keeps Secure cookies off plain http."""
    _viewer, issued = await tokens.begin(account.id, keep=keep)
    return {"cookie": f"twiza={issued.access}; __Host-twiza-refresh={issued.refresh}"}


@pytest.mark.parametrize("keep", [True, False])
async def test_a_form_posted_after_31_minutes_arrives(
    client: httpx.AsyncClient, cast: Cast, keep: bool
) -> None:
    cookies = await carried(cast.amina, keep=keep)
    with clock.travel(timedelta(minutes=31)):
        response = await client.post("/test/note", data={"text": "une fuite"}, headers=cookies)
        assert (response.status_code, response.text) == (200, "Amina: une fuite")
        assert response.headers["cache-control"] == "private, no-store"
        renewed = {c.partition("=")[0] for c in response.headers.get_list("set-cookie")}
        assert renewed == {"twiza", "__Host-twiza-refresh"}


async def test_a_fresh_session_is_left_alone(client: httpx.AsyncClient, cast: Cast) -> None:
    response = await client.get("/test/note", headers=await carried(cast.amina))
    assert response.status_code == 200
    assert "set-cookie" not in response.headers


async def test_a_page_asked_for_by_a_stranger_comes_after_signing_in(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    asked = await client.get("/ar/test/note?x=1")
    assert asked.headers["location"] == "/ar/auth/login?next=%2Ftest%2Fnote%3Fx%3D1"


async def test_a_form_posted_after_the_session_ended_is_given_back(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    lost = await client.post("/test/note", data={"text": "une fuite <b>", "city": "Fès", "password": "x"})
    assert (lost.status_code, lost.headers["location"]) == (303, "/auth/login")
    entered = await sign_in(client, cast.amina)
    assert entered.headers["location"] == "/auth/continue"
    page = await client.get("/auth/continue")
    assert "une fuite &lt;b&gt;" in page.text
    assert 'name="password"' not in page.text
    again = await client.post("/auth/continue", data={"text": "une fuite <b>", "city": "Fès"})
    assert (again.status_code, again.headers["location"]) == (307, "/test/note")
    sent = await client.post("/test/note", data={"text": "une fuite <b>", "city": "Fès"})
    assert sent.text == "Amina: une fuite <b> Fès"
    assert (await client.get("/auth/continue")).headers["location"] == "/"


async def test_a_kept_form_is_not_shown_to_another_person(client: httpx.AsyncClient, cast: Cast) -> None:
    cookies = await carried(cast.amina)
    with clock.travel(timedelta(hours=13)):
        lost = await client.post("/test/note", data={"text": "mon adresse est là"}, headers=cookies)
        assert lost.headers["location"] == "/auth/login"
        await sign_in(client, cast.karim)
        assert (await client.get("/auth/continue")).headers["location"] == "/"


@pytest.mark.parametrize(("who", "gets_it"), [("amina", True), ("karim", False)])
async def test_a_form_without_any_token_is_only_for_who_was_here_last(
    client: httpx.AsyncClient, cast: Cast, who: str, gets_it: bool
) -> None:
    await sign_in(client, cast.amina)
    await client.post("/auth/logout")
    await client.post("/test/note", data={"text": "mon adresse est là"})
    await sign_in(client, getattr(cast, who))
    assert ("mon adresse" in (await client.get("/auth/continue")).text) is gets_it


async def test_a_kept_form_lasts_an_hour_and_can_be_dropped(client: httpx.AsyncClient, cast: Cast) -> None:
    await client.post("/test/note", data={"text": "une fuite ici"})
    await sign_in(client, cast.amina)
    assert (await client.get("/auth/continue")).status_code == 200
    assert (await client.post("/auth/continue/discard")).status_code == 303
    assert (await client.get("/auth/continue")).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": ORIGIN}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": ORIGIN, "sec-fetch-site": "cross-site"}, 200),
        ({}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ORIGIN + ".evil.example"}, 403),
        ({"origin": "https://twiza.test"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "https://evil.example", "sec-fetch-site": "same-origin"}, 403),
    ],
)
async def test_only_our_own_pages_post_with_cookies(
    client: httpx.AsyncClient, cast: Cast, headers: dict[str, str], status: int
) -> None:
    del client.headers["origin"]
    response = await client.post("/test/note", headers={**headers, **await carried(cast.amina)})
    assert response.status_code == status


async def test_a_foreign_page_cannot_sign_somebody_in(client: httpx.AsyncClient, cast: Cast) -> None:
    fields = {"login": "0611111111", "password": "whatever it is"}
    response = await client.post("/auth/login", data=fields, headers={"origin": "https://evil.example"})
    assert response.status_code == 403


async def test_reading_needs_no_origin(client: httpx.AsyncClient, cast: Cast) -> None:
    headers = {"origin": "https://evil.example", **await carried(cast.amina)}
    assert (await client.get("/test/note", headers=headers)).status_code == 200


async def test_the_api_takes_a_bearer_token_without_an_origin(client: httpx.AsyncClient, cast: Cast) -> None:
    del client.headers["origin"]
    _viewer, issued = await tokens.begin(cast.amina.id, keep=False)
    bearer = {"authorization": f"Bearer {issued.access}"}
    assert (await client.get("/api/v1/users/me", headers=bearer)).json()["first_name"] == "Amina"
    changed = await client.patch("/api/v1/users/me", json={"bio": "Bonjour"}, headers=bearer)
    assert changed.status_code == 200
    with clock.travel(timedelta(minutes=31)):
        late = await client.get("/api/v1/users/me", headers=bearer)
        assert late.status_code == 401
        assert late.headers["content-type"] == "application/problem+json"


async def test_cookies_beside_a_bearer_token_say_nothing(client: httpx.AsyncClient, cast: Cast) -> None:
    del client.headers["origin"]
    _viewer, issued = await tokens.begin(cast.amina.id, keep=False)
    with clock.travel(timedelta(minutes=20)):
        headers = {"authorization": f"Bearer {issued.access}", "cookie": "css=1; lang=fr"}
        read = await client.get("/api/v1/users/me", headers=headers)
        assert "set-cookie" not in read.headers, "a token is renewed by who sent it, not by a cookie"
        changed = await client.patch("/api/v1/users/me", json={"bio": "Bonjour"}, headers=headers)
    assert changed.status_code == 200


async def test_a_foreign_form_to_the_api_is_a_problem(client: httpx.AsyncClient, cast: Cast) -> None:
    headers = {"origin": "https://evil.example", **await carried(cast.amina)}
    refused = await client.patch("/api/v1/users/me", json={"bio": "x"}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin")


async def test_administration_does_not_exist_for_others(client: httpx.AsyncClient, cast: Cast) -> None:
    assert (await client.get("/test/admin")).status_code == 404
    assert (await client.get("/test/admin", headers=await carried(cast.karim))).status_code == 404
    assert (await client.get("/test/admin", headers=await carried(cast.salma))).text == "Salma"


async def test_in_production_every_cookie_is_secure(
    client: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "env", "production")
    response = await sign_in(client, cast.amina)
    ours = [c for c in response.headers.get_list("set-cookie") if "twiza" in c.partition("=")[0]]
    assert ours
    assert all("Secure" in cookie.split("; ") for cookie in ours)
    bound = {cookie.partition("=")[0] for cookie in ours if cookie.startswith("__Host-")}
    assert bound == {"__Host-twiza-refresh", "__Host-twiza-last"}
