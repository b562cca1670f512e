"""Two-step sign-in as an administrator meets it: set up, asked for, recovered, switched off."""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from tests.cast import Cast, sign_in
from twiza.accounts import totp
from twiza.accounts.models import Account
from twiza.accounts.totp import codes
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.settings import settings

PAGE = "/client/settings/two-step"


async def secret_of(account: Account) -> bytes:
    import base64

    async with unit_of_work() as session:
        waiting = totp.pending(await session.get_one(Account, account.id))
    assert waiting
    return base64.b32decode(waiting.typed.replace(" ", ""))


def shown(secret: bytes) -> str:
    return codes.code_at(secret, codes.step_at(clock.now()))


async def set_up(client: httpx.AsyncClient, account: Account) -> tuple[bytes, list[str]]:
    await sign_in(client, account)
    assert (await client.post(PAGE)).status_code == 303
    secret = await secret_of(account)
    done = await client.post(f"{PAGE}/confirm", data={"code": shown(secret)})
    assert done.status_code == 200
    return secret, re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", done.text)


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TWIZA_ENV", "production")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


async def test_it_is_set_up_with_a_picture_and_a_first_code(cast: Cast, client: httpx.AsyncClient) -> None:
    await sign_in(client, cast.salma)
    assert (await client.get(f"{PAGE}/qr.svg")).status_code == 404
    await client.post(PAGE)
    picture = await client.get(f"{PAGE}/qr.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.headers["cache-control"] == "private, no-store"
    assert "<path" in picture.text
    refused = await client.post(f"{PAGE}/confirm", data={"code": "000000"})
    assert refused.status_code == 422
    secret = await secret_of(cast.salma)
    done = await client.post(f"{PAGE}/confirm", data={"code": shown(secret)})
    assert len(set(re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", done.text))) == 10
    assert done.headers["cache-control"] == "private, no-store"
    assert (await client.get(f"{PAGE}/qr.svg")).status_code == 404, "the secret is never shown again"


async def test_signing_in_asks_for_the_code_then_goes_on(
    cast: Cast, client: httpx.AsyncClient, other_client: httpx.AsyncClient
) -> None:
    secret, recovery = await set_up(client, cast.salma)
    with clock.travel(timedelta(minutes=2)):
        left = await sign_in(other_client, cast.salma)
        assert left.headers["location"] == "/auth/totp"
        assert (await other_client.get("/client/settings")).status_code == 303, "not signed in yet"
        assert (await other_client.post("/auth/totp", data={"code": "000000"})).status_code == 422
        assert (await other_client.post("/auth/totp", data={"code": shown(secret)})).status_code == 303
        assert (await other_client.get(PAGE)).status_code == 200
        await other_client.post("/auth/logout")
        await sign_in(other_client, cast.salma)
        assert (await other_client.post("/auth/totp", data={"code": shown(secret)})).status_code == 422
        assert (await other_client.post("/auth/totp", data={"code": recovery[0]})).status_code == 303
        page = await other_client.get(PAGE)
        assert "9" in page.text


async def test_switching_off_needs_a_code(cast: Cast, client: httpx.AsyncClient) -> None:
    _secret, recovery = await set_up(client, cast.salma)
    assert (await client.post(f"{PAGE}/off", data={"code": "wrong-codes"})).status_code == 422
    renewed = await client.post(f"{PAGE}/codes", data={"code": recovery[0]})
    fresh = re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", renewed.text)
    assert (await client.post(f"{PAGE}/off", data={"code": recovery[1]})).status_code == 422
    assert (await client.post(f"{PAGE}/off", data={"code": fresh[0]})).status_code == 303
    await client.post("/auth/logout")
    assert (await sign_in(client, cast.salma)).headers["location"] != "/auth/totp"


async def test_it_is_for_administrators(cast: Cast, client: httpx.AsyncClient) -> None:
    await sign_in(client, cast.amina)
    assert (await client.get(PAGE)).status_code == 404
    assert (await client.post(PAGE)).status_code == 404


async def test_in_production_administration_waits_for_it(
    cast: Cast, client: httpx.AsyncClient, production: None
) -> None:
    client.headers["origin"] = settings().public_url
    client.base_url = httpx.URL("https://twiza.test")
    await sign_in(client, cast.salma)
    sent_away = await client.get("/admin")
    assert (sent_away.status_code, sent_away.headers["location"]) == (303, PAGE)
    await client.post(PAGE)
    secret = await secret_of(cast.salma)
    await client.post(f"{PAGE}/confirm", data={"code": shown(secret)})
    assert (await client.get("/admin")).status_code == 200
