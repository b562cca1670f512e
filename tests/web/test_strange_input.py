"""What no person types: broken programs and hostile ones get an answer, never a fault of ours."""

import httpx
import pytest
from sqlalchemy import select

from tests.cast import Cast, sign_in
from twiza.accounts.models import Account
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Unkeepable

STRANGE = {
    "a byte that no text may hold": "a\0b",
    "a word without end": "x" * 10_000,
    "marks that turn the line": "\u202eabc\u2066",
    "a family of four and a flag": "👩🏽‍👩🏽‍👧‍👦🇲🇦",
    "a script": "<script>alert(1)</script>",
    "nothing": "",
}
FORMS = {
    "/auth/login": ("login", "password", "next"),
    "/auth/signup": ("hat", "first_name", "last_name", "phone", "email", "password", "next"),
    "/auth/forgot": ("login",),
    "/auth/reset": ("token", "password", "code"),
    "/auth/verify-email": ("token",),
    "/prefs/theme": ("theme",),
    "/client/profile": ("first_name", "last_name", "bio", "city"),
    "/client/profile/client": ("headline", "city", "category"),
    "/client/settings/language": ("language",),
    "/client/settings/password": ("current", "new"),
    "/account/hat": ("hat",),
    "/account/hats": ("hat",),
}
SEARCHES = (
    "/freelancers?q=a%00b&city=%00&category=%00&after=%00",
    "/pros?q=%FF%FE",
    "/freelancers/%00",
    "/%00",
    "/ar/auth/login?next=%00",
    "/auth/signup?hat=%00",
    "/auth/reset?token=%00",
    "/auth/verify-email?token=%00%FF",
    "/media/%00",
    "/notifications/unsubscribe/%00",
    "/api/v1/freelancers?q=a%00b",
    "/api/v1/freelancers?cursor=%00",
    "/api/v1/users/%00",
)


@pytest.mark.parametrize("address", SEARCHES)
async def test_strange_addresses(client: httpx.AsyncClient, address: str) -> None:
    assert (await client.get(address)).status_code < 500


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("kind", STRANGE)
async def test_strange_fields(client: httpx.AsyncClient, cast: Cast, kind: str, path: str) -> None:
    fields = dict.fromkeys(FORMS[path], STRANGE[kind])
    assert (await client.post(path, data=fields)).status_code < 500
    await sign_in(client, cast.youssef)
    assert (await client.post(path, data=fields)).status_code < 500


async def test_a_nul_beside_sound_fields_is_refused_where_it_stands(client: httpx.AsyncClient) -> None:
    fields = {
        "hat": "client",
        "first_name": "Khadija",
        "last_name": "Slaoui",
        "phone": "0661200001",
        "email": "a\0b@example.ma",
        "password": "trois olives noires",
        "of_age": "1",
        "terms": "1",
        "privacy": "1",
    }
    answer = await client.post("/auth/signup", data=fields)
    assert answer.status_code == 422
    assert 'id="f-email-error"' in answer.text or "aria-invalid" in answer.text


async def test_what_can_t_be_kept_is_said_in_the_language_of_the_page(
    client: httpx.AsyncClient, cast: Cast
) -> None:
    answer = await client.get("/en/freelancers?q=a%00b")
    assert answer.status_code in {200, 400}
    await sign_in(client, cast.youssef)
    answer = await client.patch("/api/v1/users/me", json={"bio": "a\0b"})
    assert answer.status_code in {200, 400, 422}
    answer = await client.patch(
        "/api/v1/users/me", content=rb'{"bio": "\ud800"}', headers={"content-type": "application/json"}
    )
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"login": NaN}', b'{"login": ' + b"9" * 5000],
)
async def test_bodies_that_aren_t_json(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(
        "/api/v1/auth/login", content=body, headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
async def test_the_database_blames_the_sender_for_text_it_can_t_hold(committed: None, text: str) -> None:
    with pytest.raises(Unkeepable):
        async with reading() as connection:
            await connection.execute(select(Account.id).where(Account.first_name == text))
    with pytest.raises(Unkeepable):
        async with unit_of_work() as session:
            session.add(Account(first_name=text, last_name="x"))
