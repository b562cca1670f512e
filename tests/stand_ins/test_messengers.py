"""WhatsApp, Firebase and push services of this machine are as strict as the real ones."""

import time
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from twiza.notifications.channels.push import sealing
from twiza.stand_ins.fcm import Firebase
from twiza.stand_ins.web_push import PushService
from twiza.stand_ins.whatsapp import WhatsApp, wrote

TEXT = {
    "messaging_product": "whatsapp",
    "recipient_type": "individual",
    "to": "212611111111",
    "type": "text",
    "text": {"body": "Bonjour"},
}


def http(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://provider.test")


async def test_whatsapp_takes_templates_and_words_within_the_day() -> None:
    meta = WhatsApp("1", "right", "s", {("hello", "fr"): 1})
    body = [{"type": "body", "parameters": [{"type": "text", "text": "Amina"}]}]
    template = {"name": "hello", "language": {"code": "fr"}, "components": body}
    sent = {**TEXT, "type": "template", "template": template}
    async with http(meta.app) as client:

        async def code(call: dict[str, Any], token: str = "right", path: str = "/1/messages") -> int:
            answer = await client.post(path, json=call, headers={"Authorization": f"Bearer {token}"})
            return 0 if answer.is_success else answer.json()["error"]["code"]

        assert await code(sent) == 0
        assert await code(sent, token="wrong") == 190
        assert await code(sent, path="/2/messages") == 100
        assert await code({**sent, "to": "+212611111111"}) == 100
        assert await code({**sent, "template": {**template, "language": {"code": "en"}}}) == 132001
        assert await code({**sent, "template": {**template, "components": []}}) == 132000
        two_lines = [{"type": "body", "parameters": [{"type": "text", "text": "A\nB"}]}]
        assert await code({**sent, "template": {**template, "components": two_lines}}) == 132018
        assert await code(TEXT) == 131047, "nobody wrote within the day"
        meta.message("212611111111", wrote("Salut"))
        assert await code(TEXT) == 0
    assert len(meta.taken) == 2


@pytest.mark.parametrize(
    "twist",
    [
        {"iss": "somebody@else"},
        {"aud": "https://oauth2.googleapis.com/token"},
        {"scope": "https://www.googleapis.com/auth/cloud-platform"},
        {"exp": 1},
        {"exp": int(time.time()) + 7200},
    ],
)
async def test_firebase_gives_tokens_for_right_assertions_only(twist: dict[str, Any]) -> None:
    google = Firebase(address="http://provider.test")
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": google.email,
        "scope": "https://www.googleapis.com/auth/firebase.messaging",
        "aud": "http://provider.test/token",
        "iat": now,
        "exp": now + 3600,
    }

    async with http(google.app) as client:

        async def status(told: dict[str, Any], key: RSAKey = google.key) -> int:
            proof = jwt.encode({"alg": "RS256"}, told, key)
            form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": proof}
            return (await client.post("/token", data=form)).status_code

        assert await status(claims) == 200
        assert await status({**claims, **twist}) == 400
        assert await status(claims, RSAKey.generate_key(2048)) == 400
        send = await client.post("/v1/projects/twiza-test/messages:send", json={}, headers={})
        assert send.status_code == 401


async def test_a_push_service_wants_the_key_that_the_browser_knows() -> None:
    service = PushService("AAAA", address="http://provider.test")
    browser = service.subscribe("b")
    sealed = sealing.seal(b"x", browser.public, browser.auth)
    headers = {"content-encoding": "aes128gcm", "ttl": "60", "topic": "a" * 32}
    async with http(service.app) as client:
        for wrong, status in (
            ({}, 403),
            ({"authorization": "vapid t=x, k=BBBB"}, 403),
            ({"content-encoding": "gzip"}, 400),
            ({"ttl": ""}, 400),
            ({"topic": "a" * 33}, 400),
        ):
            answer = await client.post("/push/b", content=sealed, headers={**headers, **wrong})
            assert answer.status_code == status, wrong
    assert browser.shown == []
