"""The stand-ins are as strict as the providers they stand in for."""

import base64
import hashlib
from urllib.parse import urlencode

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.stand_ins.providers import OCTO, SARA, SITE, github, google, query_of

VERIFIER = "v" * 50
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
ASKED = {
    "client_id": "twiza-at-google",
    "response_type": "code",
    "scope": "openid email",
    "redirect_uri": f"{SITE}/auth/google/callback",
    "state": "a-state",
    "nonce": "a-nonce",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


async def authorize(issuer: str, **changes: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as outside:
        return await outside.get(f"{issuer}/authorize?{urlencode({**ASKED, 'as': SARA.subject, **changes})}")


async def redeem(issuer: str, code: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": ASKED["redirect_uri"],
        "client_id": ASKED["client_id"],
        "client_secret": "s3cret-of-google",
        "code_verifier": VERIFIER,
        **changes,
    }
    async with httpx.AsyncClient(trust_env=False) as outside:
        return await outside.post(f"{issuer}/token", data=form)


async def fresh_code(issuer: str) -> str:
    return query_of((await authorize(issuer)).headers["location"])["code"]


async def test_a_code_buys_a_signed_token_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with google(monkeypatch) as provider, httpx.AsyncClient(trust_env=False) as outside:
        found = (await outside.get(f"{provider.issuer}/.well-known/openid-configuration")).json()
        sent_back = await authorize(provider.issuer)
        assert query_of(sent_back.headers["location"])["state"] == "a-state"
        code = query_of(sent_back.headers["location"])["code"]
        bought = (await redeem(provider.issuer, code)).json()
        keys = KeySet.import_key_set((await outside.get(found["jwks_uri"])).json())
        claims = jwt.decode(bought["id_token"], keys, ["RS256"]).claims
        assert (claims["iss"], claims["aud"]) == (provider.issuer, "twiza-at-google")
        assert (claims["sub"], claims["nonce"], claims["email"]) == (SARA.subject, "a-nonce", SARA.email)
        told = await outside.get(
            found["userinfo_endpoint"], headers={"authorization": f"Bearer {bought['access_token']}"}
        )
        assert told.json()["sub"] == SARA.subject
        assert "d" not in (await outside.get(found["jwks_uri"])).json()["keys"][0], (
            "the private key stays home"
        )
        assert (await redeem(provider.issuer, code)).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": f"{SITE}/auth/google/callback/more"},
        {"redirect_uri": "https://evil.example/auth/google/callback"},
        {"client_id": "somebody-else"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"state": ""},
    ],
)
async def test_a_wrong_question_is_not_sent_anywhere(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str]
) -> None:
    async with google(monkeypatch) as provider:
        refused = await authorize(provider.issuer, **changes)
        assert (refused.status_code, refused.headers.get("location")) == (400, None)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "guessed"}, "invalid_client"),
        ({"redirect_uri": f"{SITE}/elsewhere"}, "invalid_grant"),
        ({"code_verifier": "w" * 50}, "invalid_grant"),
    ],
)
async def test_a_code_needs_its_secret_its_address_and_its_verifier(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], error: str
) -> None:
    async with google(monkeypatch) as provider:
        code = await fresh_code(provider.issuer)
        assert (await redeem(provider.issuer, code, **changes)).json() == {"error": error}
        assert (await redeem(provider.issuer, code)).is_error, "the code is spent"
        assert (await redeem(provider.issuer, "made-up")).json() == {"error": "invalid_grant"}


async def test_github_says_its_refusals_with_200(monkeypatch: pytest.MonkeyPatch) -> None:
    async with github(monkeypatch) as provider:
        code = query_of(provider.granting.give(str(OCTO.id), ASKED | {"redirect_uri": f"{SITE}/x"}))["code"]
        from twiza.kit.settings import settings

        async with httpx.AsyncClient(trust_env=False) as outside:
            answer = await outside.post(
                f"{settings().github_url}/login/oauth/access_token",
                data={"client_id": provider.client.id, "client_secret": "guessed", "code": code},
            )
        assert (answer.status_code, answer.json()) == (200, {"error": "incorrect_client_credentials"})
