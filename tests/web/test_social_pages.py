"""Signing in with Google and GitHub as a person does, and as somebody who wants another's account does."""

import base64
import hmac
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select

from tests.cast import Cast, sign_in
from tests.outbox import last_code, messages
from tests.stand_ins.providers import AMINA, LIAR, OCTO, SARA, UNPROVED, Traveller, github, google, query_of
from twiza.accounts import banning
from twiza.accounts.models import Acceptance, Account, Hat, SocialIdentity
from twiza.kit.db import reading, unit_of_work
from twiza.kit.settings import settings
from twiza.stand_ins.github import GitHub
from twiza.stand_ins.oidc import OidcProvider

PHONE = "+212666666666"
FORM = {
    "hat": "freelancer",
    "first_name": "Sara",
    "last_name": "Naciri",
    "phone": "06 66 66 66 66",
    "of_age": "1",
    "terms": "1",
    "privacy": "1",
}


@pytest.fixture
async def at_google(monkeypatch: pytest.MonkeyPatch, committed: None) -> AsyncIterator[OidcProvider]:
    async with google(monkeypatch) as provider:
        yield provider


@pytest.fixture
async def at_github(monkeypatch: pytest.MonkeyPatch, committed: None) -> AsyncIterator[GitHub]:
    async with github(monkeypatch) as provider:
        yield provider


@pytest.fixture
def traveller(client: httpx.AsyncClient) -> Traveller:
    return Traveller(client)


async def is_signed_in(client: httpx.AsyncClient) -> bool:
    return (await client.get("/auth/login")).status_code == 303


async def identities() -> list[tuple[str, str]]:
    async with reading() as connection:
        rows = await connection.execute(
            select(Account.first_name, SocialIdentity.subject).join(
                Account, Account.id == SocialIdentity.account_id
            )
        )
        return [(row[0], row[1]) for row in rows]


async def test_without_keys_no_button_and_no_address(client: httpx.AsyncClient) -> None:
    assert "/auth/google" not in (await client.get("/auth/login")).text
    assert (await client.get("/auth/google")).status_code == 404
    assert (await client.get("/auth/google/callback?code=a&state=b")).status_code == 404


async def test_a_newcomer_finishes_and_goes_on_where_they_were(
    at_google: OidcProvider, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    page = await client.get("/ar/auth/signup?next=/pros")
    assert 'href="/ar/auth/google?next=' in page.text
    back = await traveller.go("/ar/auth/google?next=/pros", SARA.subject)
    assert (back.status_code, back.headers["location"]) == (303, "/ar/auth/finish")
    form = await client.get("/ar/auth/finish")
    assert 'value="Naciri"' in form.text
    assert not await is_signed_in(client)
    sent = await client.post("/ar/auth/finish", data=FORM)
    assert (sent.status_code, sent.headers["location"]) == (303, "/ar/auth/verify")
    done = await client.post("/ar/auth/verify", data={"code": await last_code(PHONE)})
    assert (done.status_code, done.headers["location"]) == (303, "/ar/pros")
    assert await is_signed_in(client)
    async with reading() as connection:
        account = (await connection.execute(select(Account).where(Account.phone == PHONE))).one()
        hats = list(await connection.scalars(select(Hat.kind)))
        accepted = set(await connection.scalars(select(Acceptance.document)))
    assert (account.email, account.email_verified_at is not None) == (SARA.email, True)
    assert (account.password_hash, account.language, hats) == (None, "ar", ["freelancer"])
    assert accepted == {"terms", "privacy", "of_age"}
    assert await identities() == [("Sara", SARA.subject)]


async def test_who_comes_back_is_signed_in_at_once(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    for _ in range(2):
        back = await traveller.go("/auth/google?next=/client/profile", AMINA.subject)
        assert (back.status_code, back.headers["location"]) == (303, "/client/profile")
        assert await is_signed_in(client)
        await client.post("/auth/logout")
    assert await identities() == [("Amina", AMINA.subject)], "both sides had verified the address"


async def test_bad_input_is_said_beside_its_field_and_nothing_is_made(
    at_google: OidcProvider, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await traveller.go("/auth/google", SARA.subject)
    refused = await client.post("/auth/finish", data={**FORM, "phone": "12", "terms": ""})
    assert refused.status_code == 422
    assert 'id="f-phone-error"' in refused.text or "f-phone" in refused.text
    assert 'value="12"' in refused.text
    assert await identities() == []


async def test_a_number_with_an_owner_gives_the_same_answer_and_makes_nothing(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await traveller.go("/auth/google", SARA.subject)
    sent = await client.post("/auth/finish", data={**FORM, "phone": cast.karim.phone or ""})
    assert (sent.status_code, sent.headers["location"]) == (303, "/auth/verify")
    assert await identities() == []
    assert len(await messages(cast.karim.phone or "")) == 1


async def test_an_unproved_number_is_asked_for_again(
    at_google: OidcProvider, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await traveller.go("/auth/google", SARA.subject)
    await client.post("/auth/finish", data=FORM)
    again = await traveller.go("/auth/google?next=/pros", SARA.subject)
    assert again.headers["location"] == "/auth/phone?next=%2Fpros"
    assert await is_signed_in(client)


async def test_the_form_sent_twice_makes_one_account(
    at_google: OidcProvider, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await traveller.go("/auth/google", SARA.subject)
    person = client.cookies["twiza-social-person"]
    assert (await client.post("/auth/finish", data=FORM)).status_code == 303
    client.cookies.set("twiza-social-person", person)
    again = await client.post("/auth/finish", data={**FORM, "phone": "0677777777"})
    assert again.status_code == 422
    assert len(await identities()) == 1


async def test_an_unverified_email_joins_nothing(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    back = await traveller.go("/auth/google", LIAR.subject)
    assert back.status_code == 403
    assert await identities() == []
    assert not await is_signed_in(client)


async def test_an_account_that_only_claims_the_email_is_not_joined(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    async with unit_of_work() as session:
        (await session.get_one(Account, cast.amina.id)).email_verified_at = None
    back = await traveller.go("/auth/google", AMINA.subject)
    assert back.headers["location"] == "/auth/finish"
    assert await identities() == []


async def test_a_banned_person_is_told_why(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    async with unit_of_work() as session:
        await banning.ban(session, cast.amina.id, by=cast.salma.id, reason="Fausses annonces")
    back = await traveller.go("/auth/google", AMINA.subject)
    assert back.status_code == 403
    assert "Fausses annonces" in back.text
    assert not await is_signed_in(client)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\t/evil"],
)
async def test_next_never_leads_elsewhere(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, target: str
) -> None:
    left = await traveller.browser.get("/auth/google", params={"next": target})
    back = await traveller.browser.get(await traveller.choose(left.headers["location"], AMINA.subject))
    assert (back.status_code, back.headers["location"]) == (303, "/dashboard")


async def test_the_question_carries_everything_that_protects_it(
    at_google: OidcProvider, traveller: Traveller
) -> None:
    first, second = [query_of(await traveller.leave("/auth/google")) for _ in range(2)]
    assert first["redirect_uri"] == "http://twiza.test/auth/google/callback"
    assert first["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


async def test_an_answer_with_another_state_is_refused(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    back = await traveller.choose(await traveller.leave("/auth/google"), AMINA.subject)
    answer = await client.get(back.replace("state=", "state=x"))
    assert answer.status_code == 400
    assert not await is_signed_in(client)


async def test_an_answer_means_nothing_in_another_browser(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, other_client: httpx.AsyncClient
) -> None:
    back = await traveller.choose(await traveller.leave("/auth/google"), AMINA.subject)
    assert (await other_client.get(back)).status_code == 400
    await other_client.get("/auth/google")
    assert (await other_client.get(back)).status_code == 400
    assert not await is_signed_in(other_client)


async def test_in_production_the_attempt_can_t_be_planted_by_a_neighbour(
    at_google: OidcProvider, cast: Cast, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "env", "production")
    leaving = await client.get("/auth/google")
    name, *facts = leaving.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-twiza-social=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(facts)
    state = query_of(leaving.headers["location"])["state"]
    sealed = name.partition("=")[2]
    for cookie, status in (("twiza-social", 400), ("__Host-twiza-social", 502)):
        back = await client.get(
            "/auth/google/callback", params={"state": state}, headers={"cookie": f"{cookie}={sealed}"}
        )
        assert back.status_code == status


async def test_an_answer_counts_once(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    back = await traveller.choose(await traveller.leave("/auth/google"), AMINA.subject)
    attempt = client.cookies["twiza-social"]
    assert (await client.get(back)).status_code == 303
    await client.post("/auth/logout")
    assert (await client.get(back)).status_code == 400
    client.cookies.set("twiza-social", attempt)
    replayed = await client.get(back)
    assert replayed.status_code == 502, "even with the old cookie, the provider spent the code"
    assert not await is_signed_in(client)


async def test_an_attempt_at_one_provider_is_no_attempt_at_another(
    at_google: OidcProvider, at_github: GitHub, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    state = query_of(await traveller.leave("/auth/github"))["state"]
    assert (
        await client.get("/auth/google/callback", params={"state": state, "code": "x"})
    ).status_code == 400


def _claim(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update(changes)


@pytest.mark.parametrize(
    "twist",
    [
        _claim(nonce="another"),
        _claim(aud="another-program", azp="another-program"),
        _claim(aud=["twiza-at-google", "another-program"]),
        _claim(azp="another-program"),
        _claim(iss="https://accounts.google.com.evil.example"),
        _claim(exp=1_000_000_000),
        _claim(sub=None),
        lambda claims: claims.pop("nonce"),
        lambda claims: claims.pop("exp"),
        lambda claims: claims.pop("aud"),
    ],
    ids=["nonce", "aud", "two-auds", "azp", "iss", "expired", "sub", "no-nonce", "no-exp", "no-aud"],
)
async def test_claims_that_are_not_for_this_attempt_are_refused(
    at_google: OidcProvider,
    cast: Cast,
    traveller: Traveller,
    client: httpx.AsyncClient,
    twist: Callable[[dict[str, Any]], None],
) -> None:
    at_google.twist = twist
    assert (await traveller.go("/auth/google", AMINA.subject)).status_code == 502
    assert not await is_signed_in(client)
    assert await identities() == []


def _payload(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _tampered(token: str) -> str:
    head, _, proof = token.split(".")
    return ".".join([head, _part({**_payload(token), "email": "karim@example.ma"}), proof])


def _unsigned(token: str) -> str:
    return f"{_part({'alg': 'none'})}.{_part(_payload(token))}."


def _by_another_key(token: str) -> str:
    key = RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256"}, _payload(token), key, ["RS256"])


@pytest.mark.parametrize(
    "reseal", [_tampered, _unsigned, _by_another_key, lambda _token: "", lambda _token: "a.b.c"]
)
async def test_a_token_that_google_did_not_sign_is_refused(
    at_google: OidcProvider,
    cast: Cast,
    traveller: Traveller,
    client: httpx.AsyncClient,
    reseal: Callable[[str], str],
) -> None:
    at_google.reseal = reseal
    assert (await traveller.go("/auth/google", AMINA.subject)).status_code == 502
    assert not await is_signed_in(client)


async def test_the_public_key_is_no_shared_secret(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    public = at_google.key.as_pem(private=False)

    def reseal(token: str) -> str:
        said = f"{_part({'alg': 'HS256', 'kid': at_google.key.kid})}.{_part(_payload(token))}"
        proof = hmac.digest(public, said.encode(), "sha256")
        return f"{said}.{base64.urlsafe_b64encode(proof).decode().rstrip('=')}"

    at_google.reseal = reseal
    assert (await traveller.go("/auth/google", AMINA.subject)).status_code == 502
    assert not await is_signed_in(client)


async def test_a_provider_that_fails_gets_a_page_not_a_500(
    at_google: OidcProvider, traveller: Traveller, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_google.failing = 500
    assert (await traveller.go("/auth/google", SARA.subject)).status_code == 502
    refused = await traveller.leave("/auth/google")
    back = await client.get(
        "/auth/google/callback", params={"state": query_of(refused)["state"], "error": "access_denied"}
    )
    assert (back.status_code, back.headers["location"]) == (303, "/auth/login")
    from tests.notifications.conftest import configure

    configure(monkeypatch, google_issuer="http://127.0.0.1:9")
    silent = await client.get("/auth/google")
    assert silent.status_code == 502
    assert "Google" in silent.text


async def test_github_signs_in_by_number_with_the_primary_verified_email(
    at_github: GitHub, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    back = await traveller.go("/auth/github", str(OCTO.id))
    assert back.headers["location"] == "/auth/finish"
    assert "octo@example.ma" in (await client.get("/auth/finish")).text
    await client.post("/auth/finish", data=FORM)
    await client.post("/auth/verify", data={"code": await last_code(PHONE)})
    assert await identities() == [("Sara", str(OCTO.id))]
    await client.post("/auth/logout")
    assert (await traveller.go("/auth/github", str(OCTO.id))).headers["location"] == "/dashboard"
    assert await is_signed_in(client)


async def test_github_without_a_verified_email_joins_nobody(
    at_github: GitHub, cast: Cast, traveller: Traveller
) -> None:
    back = await traveller.go("/auth/github", str(UNPROVED.id))
    assert back.headers["location"] == "/auth/finish"
    assert await identities() == []


async def test_the_settings_connect_and_disconnect(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await sign_in(client, cast.karim)
    page = (await client.get("/client/settings")).text
    link = page.split('href="/auth/google?link=')[1].split('"')[0]
    assert (await client.get("/auth/google?link=forged")).status_code == 400
    back = await traveller.go(f"/auth/google?link={link}", SARA.subject)
    assert back.headers["location"] == "/client/settings"
    assert await identities() == [("Karim", SARA.subject)]
    gone = await client.post("/client/settings/connections/google/unlink")
    assert gone.status_code == 303
    assert await identities() == []


async def test_the_last_way_in_stays(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await traveller.go("/auth/google", AMINA.subject)
    async with unit_of_work() as session:
        (await session.get_one(Account, cast.amina.id)).password_hash = None
    await client.post("/client/settings/connections/google/unlink")
    assert await identities() == [("Amina", AMINA.subject)]


async def test_an_identity_is_not_taken_from_another_account(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await traveller.go("/auth/google", AMINA.subject)
    await client.post("/auth/logout")
    await sign_in(client, cast.karim)
    link = (await client.get("/client/settings")).text.split('href="/auth/google?link=')[1].split('"')[0]
    assert (await traveller.go(f"/auth/google?link={link}", AMINA.subject)).status_code == 409
    assert await identities() == [("Amina", AMINA.subject)]


async def test_connecting_ends_with_whoever_began_it(
    at_google: OidcProvider, cast: Cast, traveller: Traveller, client: httpx.AsyncClient
) -> None:
    await sign_in(client, cast.karim)
    link = (await client.get("/client/settings")).text.split('href="/auth/google?link=')[1].split('"')[0]
    back = await traveller.choose(await traveller.leave(f"/auth/google?link={link}"), SARA.subject)
    await client.post("/auth/logout")
    await sign_in(client, cast.hassan)
    assert (await client.get(back)).status_code == 400
    assert await identities() == []
