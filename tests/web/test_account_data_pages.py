"""The pages of one's own data, without a script."""

import io
import zipfile
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from tests.cast import PASSWORD, Cast, sign_in
from tests.outbox import last_code, messages
from twiza.accounts import proving
from twiza.accounts.models import Account
from twiza.kit import clock, i18n
from twiza.kit.db import unit_of_work

PHONE, EMAIL, DELETE = (f"/client/settings/{name}" for name in ("phone", "email", "delete"))


@pytest.mark.parametrize("path", [PHONE, EMAIL, DELETE])
async def test_strangers_are_sent_to_sign_in(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 303
    assert "/auth/login" in response.headers["location"]


async def test_a_number_is_changed_in_two_steps(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    assert (await client.post(PHONE, data={"phone": "06 77 77 77 77", "password": PASSWORD})).headers[
        "location"
    ] == PHONE
    page = await client.get(PHONE)
    assert 'name="code"' in page.text
    wrong = await client.post(PHONE, data={"code": "12"})
    assert wrong.status_code == 422
    assert 'name="code"' in wrong.text
    again = await client.get(f"{PHONE}?again=1")
    assert 'name="code"' not in again.text
    done = await client.post(PHONE, data={"code": await last_code("+212677777777")})
    assert (done.status_code, done.headers["location"]) == (303, "/client/settings")
    settings_page = (await client.get("/ar/client/settings")).text
    assert '<bdi class="ltr nowrap">06 77 77 77 77</bdi>' in settings_page
    assert "+212677777777" not in settings_page


async def test_an_address_is_changed_in_two_steps(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    await client.post(EMAIL, data={"email": "neuve@example.ma", "password": PASSWORD})
    assert "neuve@example.ma" in (await client.get(EMAIL)).text
    done = await client.post(EMAIL, data={"code": await last_code("neuve@example.ma")})
    assert (done.status_code, done.headers["location"]) == (303, "/client/settings")


CHANGES = [(PHONE, "phone", "06 77 77 77 77"), (EMAIL, "email", "neuve@example.ma")]


@pytest.mark.parametrize(("path", "field", "typed"), CHANGES)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
async def test_the_password_is_asked_for_beside_its_field(  # noqa: PLR0917  the cases of two tables
    client: httpx.AsyncClient, cast: Cast, path: str, field: str, typed: str, language: str
) -> None:
    await sign_in(client, cast.amina)
    prefix = "" if language == "fr" else f"/{language}"
    assert 'autocomplete="current-password"' in (await client.get(prefix + path)).text
    for given in ({}, {"password": "pas le bon du tout"}):
        refused = await client.post(prefix + path, data={field: typed, **given})
        assert refused.status_code == 422
        with i18n.use(language):
            assert i18n.gettext(proving.WRONG_CURRENT) in refused.text
        assert typed in refused.text
        assert "pas le bon" not in refused.text
    assert await messages("+212677777777") == []
    assert 'name="code"' not in (await client.get(path)).text


@pytest.mark.parametrize(("path", "field", "typed"), CHANGES)
async def test_without_a_password_the_sign_in_must_be_recent(
    client: httpx.AsyncClient, cast: Cast, path: str, field: str, typed: str
) -> None:
    await sign_in(client, cast.amina)
    async with unit_of_work() as session:
        await session.execute(update(Account).where(Account.id == cast.amina.id).values(password_hash=None))
    assert 'autocomplete="current-password"' not in (await client.get(path)).text
    with clock.travel(timedelta(minutes=11)):
        refused = await client.post(path, data={field: typed})
        set_first = await client.post("/client/settings/password", data={"new": "un tout autre secret"})
    for late in (refused, set_first):
        assert late.status_code == 422
        assert "reconnectez-vous" in late.text
    assert typed in refused.text
    assert (await client.post(path, data={field: typed})).status_code == 303


async def test_the_first_number_is_no_way_around_the_password(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    refused = await client.post("/auth/phone", data={"phone": "06 77 77 77 77"})
    assert refused.status_code == 422
    assert "mot de passe" in refused.text
    assert await messages("+212677777777") == []


@pytest.mark.parametrize(("path", "field", "typed"), [(PHONE, "phone", "06 12"), (EMAIL, "email", "<b>non")])
async def test_what_was_mistyped_stays_with_its_error(
    client: httpx.AsyncClient, cast: Cast, path: str, field: str, typed: str
) -> None:
    await sign_in(client, cast.amina)
    response = await client.post(path, data={field: typed})
    assert response.status_code == 422
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in response.text
    assert 'aria-invalid="true"' in response.text


@pytest.mark.parametrize(("path", "field"), [(PHONE, "phone"), (EMAIL, "email")])
async def test_what_somebody_else_owns_shows_the_same_page(
    client: httpx.AsyncClient, cast: Cast, path: str, field: str
) -> None:
    await sign_in(client, cast.amina)
    theirs = getattr(cast.youssef, field)
    response = await client.post(path, data={field: theirs, "password": PASSWORD})
    assert (response.status_code, response.headers["location"]) == (303, path)
    assert 'name="code"' in (await client.get(path)).text
    assert len(await messages(theirs)) == 1
    assert (await client.post(path, data={"code": "123456"})).status_code == 422


async def test_the_archive_is_a_download(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    response = await client.post("/client/settings/export")
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["cache-control"] == "private, no-store"
    assert "data.json" in zipfile.ZipFile(io.BytesIO(response.content)).namelist()


async def test_leaving_asks_for_the_password_then_signs_out(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.amina)
    assert (await client.get(DELETE)).status_code == 200
    refused = await client.post(DELETE, data={"password": "pas le bon du tout"})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    assert "pas le bon" not in refused.text
    done = await client.post(DELETE, data={"password": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    gone = await client.get("/client/settings", headers={"accept": "text/html"})
    assert gone.status_code == 303


async def test_the_last_owner_reads_why_not(client: httpx.AsyncClient, cast: Cast) -> None:
    from twiza.accounts import deleting

    await sign_in(client, cast.salma)
    refused = await client.post(DELETE, data={"password": PASSWORD})
    with i18n.use("fr"):
        assert i18n.gettext(deleting.LAST_OWNER) in refused.text
    assert refused.status_code == 422


async def test_the_api_gives_and_forgets_too(client: httpx.AsyncClient, cast: Cast) -> None:
    await sign_in(client, cast.karim)
    archive = await client.post("/api/v1/users/me/export")
    assert "data.json" in zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    refused = await client.request("DELETE", "/api/v1/users/me", json={"password": "non"})
    assert refused.status_code == 422
    done = await client.request("DELETE", "/api/v1/users/me", json={"password": PASSWORD})
    assert done.status_code == 204
    assert (await client.get("/api/v1/users/me")).status_code == 401
