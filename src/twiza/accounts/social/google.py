"""Google, by OpenID Connect: any provider that publishes a discovery document and signs with RS256 would do."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from twiza.accounts.social import calling
from twiza.accounts.social.attempts import Attempt
from twiza.accounts.social.failing import EmailUnverified, ProviderSilent
from twiza.accounts.social.people import Person
from twiza.kit import clock
from twiza.kit.settings import settings

KEY = "google"
NAME = "Google"
_SCOPES = "openid email profile"
_CLOCKS_APART = 60
_DISCOVERY_LIFE = timedelta(hours=1)
_discovered: dict[str, tuple[datetime, dict[str, str]]] = {}


def issuer() -> str:
    return settings().google_issuer.rstrip("/")


async def address(attempt: Attempt, redirect_uri: str) -> str:
    """Google's own page, which sends the person back with a code."""
    asked = {
        "client_id": settings().google_client_id,
        "response_type": "code",
        "scope": _SCOPES,
        "redirect_uri": redirect_uri,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
        "prompt": "select_account",
    }
    return f"{(await _discovery())['authorization_endpoint']}?{urlencode(asked)}"


async def person(attempt: Attempt, code: str, redirect_uri: str) -> Person:
    """Who the code stands for: everything is read from the signed id token."""
    found = await _discovery()
    answer = await calling.post(
        NAME,
        found["token_endpoint"],
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": settings().google_client_id,
            "client_secret": settings().google_client_secret.get_secret_value(),
            "code_verifier": attempt.verifier,
        },
    )
    key_set = await calling.get(NAME, found["jwks_uri"])
    claims = read_id_token(str(answer.get("id_token", "")), key_set, nonce=attempt.nonce)
    if claims.get("email_verified") is not True or not claims.get("email"):
        raise EmailUnverified(provider=NAME)
    return Person(
        KEY,
        issuer(),
        str(claims["sub"]),
        str(claims["email"]),
        str(claims.get("given_name") or ""),
        str(claims.get("family_name") or ""),
    )


def read_id_token(token: str, key_set: Any, *, nonce: str) -> dict[str, Any]:
    """The claims of a token signed by the issuer, for us, in this attempt and not too old."""
    ours = settings().google_client_id
    # Google writes its name both ways.
    issuers = [issuer(), issuer().removeprefix("https://")]
    try:
        found = jwt.decode(token, KeySet.import_key_set(key_set), ["RS256"])
        jwt.JWTClaimsRegistry(
            now=lambda: int(clock.now().timestamp()),
            leeway=_CLOCKS_APART,
            iss={"essential": True, "values": issuers},
            aud={"essential": True, "value": ours},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(found.claims)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProviderSilent(provider=NAME) from error
    # A token for several programs could be passed on by one of them.
    if found.claims["aud"] not in (ours, [ours]) or found.claims.get("azp", ours) != ours:
        raise ProviderSilent(provider=NAME)
    return found.claims


async def _discovery() -> dict[str, str]:
    """Where Google's parts are; asked again after an hour."""
    where = issuer()
    known = _discovered.get(where)
    if known and clock.now() - known[0] < _DISCOVERY_LIFE:
        return known[1]
    answer = calling.as_object(NAME, await calling.get(NAME, f"{where}/.well-known/openid-configuration"))
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    found = {name: str(answer.get(name) or "") for name in wanted}
    # Another issuer's document would send our secret to strangers.
    if answer.get("issuer") != where or not all(found.values()):
        raise ProviderSilent(provider=NAME)
    _discovered[where] = (clock.now(), found)
    return found
