"""The SMS provider of this machine is as strict as a real one."""

from collections.abc import AsyncIterator

import httpx
import pytest

from twiza.stand_ins.sms import SmsProvider

TEXT = {"to": "+212611111111", "text": "Twiza : 123456"}
AUTHORIZED = {"Authorization": "Bearer right"}


@pytest.fixture
def provider() -> SmsProvider:
    return SmsProvider("right")


@pytest.fixture
async def http(provider: SmsProvider) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=provider.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sms.test") as client:
        yield client


async def test_it_takes_a_message_from_whoever_has_the_token(
    http: httpx.AsyncClient, provider: SmsProvider
) -> None:
    answer = await http.post("/messages", json=TEXT, headers=AUTHORIZED)
    assert answer.status_code == 202
    assert [(one.to, one.text) for one in provider.taken] == [(TEXT["to"], TEXT["text"])]
    assert (await http.get("/messages", headers=AUTHORIZED)).json()[0]["text"] == TEXT["text"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "right"}])
async def test_it_takes_nothing_from_anybody_else(
    http: httpx.AsyncClient, provider: SmsProvider, headers: dict[str, str]
) -> None:
    assert (await http.post("/messages", json=TEXT, headers=headers)).status_code == 401
    assert (await http.get("/messages", headers=headers)).status_code == 401
    assert provider.taken == []


@pytest.mark.parametrize(
    "body", [{}, {"to": "0611", "text": "x"}, {"to": TEXT["to"]}, {"to": TEXT["to"], "text": ""}, []]
)
async def test_it_refuses_what_is_not_a_message(
    http: httpx.AsyncClient, provider: SmsProvider, body: object
) -> None:
    assert (await http.post("/messages", json=body, headers=AUTHORIZED)).status_code == 400
    assert (await http.post("/messages", content=b"{", headers=AUTHORIZED)).status_code == 400
    assert provider.taken == []


async def test_the_same_key_is_the_same_message(http: httpx.AsyncClient, provider: SmsProvider) -> None:
    keyed = {**AUTHORIZED, "Idempotency-Key": "one"}
    first = await http.post("/messages", json=TEXT, headers=keyed)
    second = await http.post("/messages", json=TEXT, headers=keyed)
    assert first.json()["id"] == second.json()["id"]
    assert len(provider.taken) == 1


async def test_it_fails_when_asked_to_and_then_recovers(
    http: httpx.AsyncClient, provider: SmsProvider
) -> None:
    provider.failures, provider.retry_after = [429, 503], 7
    answers = [await http.post("/messages", json=TEXT, headers=AUTHORIZED) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 503, 202]
    assert answers[0].headers["retry-after"] == "7"
