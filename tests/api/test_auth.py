"""Signing up, in and out by JSON."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.cast import PASSWORD, Cast
from tests.conftest import new_client
from tests.outbox import last_code, last_token, messages
from twiza.accounts import banning
from twiza.kit.db import unit_of_work

NEWCOMER: dict[str, Any] = {
    "phone": "06 66 66 66 66",
    "password": "correct cheval agrafe",
    "first_name": "Sara",
    "last_name": "Naciri",
    "hat": "freelancer",
    "of_age": True,
    "terms": True,
    "privacy": True,
}
PHONE = "+212666666666"


@pytest.fixture
async def app(committed: None) -> AsyncIterator[httpx.AsyncClient]:
    """An app on a phone: no cookies, no Origin, English."""
    async with new_client() as client:
        del client.headers["origin"]
        client.headers["accept-language"] = "en"
        client.base_url = httpx.URL("http://twiza.test/api/v1/auth")
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def log_in(app: httpx.AsyncClient, login: str = "0611111111", *, keep: bool = False) -> dict[str, Any]:
    response = await app.post("/login", json={"login": login, "password": PASSWORD, "keep": keep})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def who(app: httpx.AsyncClient, token: str) -> httpx.Response:
    return await app.get("http://twiza.test/api/v1/users/me", headers=bearer(token))


async def test_sign_up_verify_and_use_the_token(app: httpx.AsyncClient) -> None:
    asked = await app.post("/signup", json=NEWCOMER)
    assert asked.status_code == 202
    pending = asked.json()
    assert (pending["next"], pending["sent_to"]) == ("verify_phone", "06\u00a0••\u00a0••\u00a0••\u00a066")
    code = await last_code(PHONE)
    done = await app.post("/verify-phone", json={"pending_token": pending["pending_token"], "code": code})
    assert done.status_code == 200
    assert "set-cookie" not in done.headers
    assert (await who(app, done.json()["access_token"])).json()["active_hat"] == "freelancer"


async def test_a_number_with_an_account_gets_the_same_answer(app: httpx.AsyncClient, cast: Cast) -> None:
    fresh = await app.post("/signup", json=NEWCOMER)
    taken = await app.post("/signup", json={**NEWCOMER, "phone": "0611111111"})
    assert fresh.status_code == taken.status_code == 202
    assert fresh.json().keys() == taken.json().keys()
    assert len(fresh.json()["pending_token"]) == len(taken.json()["pending_token"])
    wrong = {"pending_token": taken.json()["pending_token"], "code": "000000"}
    assert (await app.post("/verify-phone", json=wrong)).json()["errors"][0]["field"] == "code"


async def test_every_fault_names_its_field(app: httpx.AsyncClient) -> None:
    faults = {"phone": "12", "password": "1234567890", "first_name": " ", "email": "x@", "terms": False}
    refused = await app.post("/signup", json={**NEWCOMER, **faults})
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert {error["field"] for error in refused.json()["errors"]} == set(faults)
    missing = await app.post("/signup", json={"phone": "0666666666"})
    assert {"password", "first_name", "hat"} <= {error["field"] for error in missing.json()["errors"]}


async def test_a_wrong_password_is_401_and_the_sixth_try_429(app: httpx.AsyncClient, cast: Cast) -> None:
    wrong = {"login": "amina@example.ma", "password": "not the password"}
    for _ in range(5):
        refused = await app.post("/login", json=wrong)
        assert (refused.status_code, refused.json()["code"]) == (401, "wrong_credentials")
    waits = await app.post("/login", json={**wrong, "password": PASSWORD})
    assert waits.status_code == 429
    wait = int(waits.headers["retry-after"])
    assert waits.json()["detail"].startswith(f"Too many tries. Try again in {wait} second")


async def test_a_refresh_token_comes_only_to_those_who_stay(app: httpx.AsyncClient, cast: Cast) -> None:
    assert (await log_in(app))["refresh_token"] is None
    kept = await log_in(app, keep=True)
    fresh = await app.post("/refresh", json={"refresh_token": kept["refresh_token"]})
    assert (await who(app, fresh.json()["access_token"])).status_code == 200
    assert (await app.post("/refresh", json={"refresh_token": kept["access_token"]})).status_code == 401
    ended = await app.post("/logout-everywhere", headers=bearer(fresh.json()["access_token"]))
    assert ended.status_code == 204
    assert (await app.post("/refresh", json={"refresh_token": kept["refresh_token"]})).status_code == 401
    assert (await who(app, fresh.json()["access_token"])).status_code == 401


async def test_a_banned_person_is_told_why(app: httpx.AsyncClient, cast: Cast) -> None:
    token = (await log_in(app))["access_token"]
    async with unit_of_work() as session:
        await banning.ban(session, cast.amina.id, by=cast.salma.id, reason="Spam")
    assert (await who(app, token)).status_code == 401
    refused = await app.post("/login", json={"login": "0611111111", "password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (403, "account_banned")
    assert "Spam" in refused.json()["detail"]


async def test_reset_by_sms(app: httpx.AsyncClient, cast: Cast) -> None:
    token = (await log_in(app))["access_token"]
    asked = (await app.post("/password/forgot", json={"login": "0611111111"})).json()
    assert asked["channel"] == "sms"
    fields = {"reset_token": asked["reset_token"], "code": await last_code("+212611111111")}
    done = await app.post("/password/reset", json={**fields, "password": "un tout autre secret"})
    assert done.status_code == 204
    assert (await who(app, token)).status_code == 401
    entered = await app.post("/login", json={"login": "0611111111", "password": "un tout autre secret"})
    assert entered.status_code == 200


async def test_reset_by_email(app: httpx.AsyncClient, cast: Cast) -> None:
    known = await app.post("/password/forgot", json={"login": "amina@example.ma"})
    unknown = await app.post("/password/forgot", json={"login": "nobody@example.ma"})
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    token = await last_token("amina@example.ma")
    fields = {"link_token": token, "password": "un tout autre secret"}
    assert (await app.post("/password/reset", json=fields)).status_code == 204
    assert (await app.post("/password/reset", json=fields)).json()["code"] == "link_spent"
    bare = await app.post("/password/reset", json={"password": "un tout autre secret"})
    assert bare.json()["errors"][0]["field"] == "code"


async def test_changing_the_password_needs_the_current_one(app: httpx.AsyncClient, cast: Cast) -> None:
    token = (await log_in(app))["access_token"]
    wrong = {"current": "not the password", "new": "un tout autre secret"}
    refused = await app.post("/password/change", json=wrong, headers=bearer(token))
    assert [error["field"] for error in refused.json()["errors"]] == ["current"]
    for new in (PASSWORD, "Berrada1234"):
        same = await app.post(
            "/password/change", json={"current": PASSWORD, "new": new}, headers=bearer(token)
        )
        assert [error["field"] for error in same.json()["errors"]] == ["new"]
    fields = {"current": PASSWORD, "new": "un tout autre secret"}
    done = await app.post("/password/change", json=fields, headers=bearer(token))
    assert done.status_code == 200
    assert (await who(app, token)).status_code == 401
    assert (await who(app, done.json()["access_token"])).status_code == 200


async def test_an_email_is_given_and_confirmed(app: httpx.AsyncClient, cast: Cast) -> None:
    token = (await log_in(app))["access_token"]
    fields = {"email": "amina@travail.example.ma"}
    refused = await app.post("/email", json={**fields, "password": "a guess"}, headers=bearer(token))
    assert [error["field"] for error in refused.json()["errors"]] == ["password"]
    given = await app.post("/email", json={**fields, "password": PASSWORD}, headers=bearer(token))
    assert given.status_code == 204
    link = await last_token("amina@travail.example.ma")
    assert (await app.post("/verify-email", json={"token": link})).status_code == 204
    assert (await who(app, token)).json()["email"] == "amina@travail.example.ma"


async def test_a_new_phone_is_proved_by_its_code(app: httpx.AsyncClient, cast: Cast) -> None:
    token = (await log_in(app))["access_token"]
    assert (await app.post("/phone", json={"phone": "0666666666"})).status_code == 401
    refused = await app.post("/phone", json={"phone": "0666666666"}, headers=bearer(token))
    assert [error["field"] for error in refused.json()["errors"]] == ["password"]
    assert await messages(PHONE) == []
    given = {"phone": "0666666666", "password": PASSWORD}
    pending = (await app.post("/phone", json=given, headers=bearer(token))).json()
    fields = {"pending_token": pending["pending_token"], "code": await last_code(PHONE)}
    assert (await app.post("/verify-phone", json=fields)).status_code == 200
    assert (await who(app, token)).json()["phone"] == PHONE


async def test_steps_cannot_be_forged_or_swapped(app: httpx.AsyncClient, cast: Cast) -> None:
    asked = (await app.post("/password/forgot", json={"login": "0611111111"})).json()
    for forged in (asked["reset_token"], "x.y.z", (await log_in(app))["access_token"]):
        refused = await app.post("/verify-phone", json={"pending_token": forged, "code": "123456"})
        assert (refused.status_code, refused.json()["code"]) == (410, "step_over")
    assert len(await messages("+212611111111")) == 1


async def test_logging_out_takes_cookies_back(app: httpx.AsyncClient) -> None:
    response = await app.post("/logout")
    assert response.status_code == 204
    assert all("Max-Age=0" in cookie for cookie in response.headers.get_list("set-cookie"))
