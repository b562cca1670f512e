"""An OpenID Connect provider on this machine: discovery, RS256 id tokens, JWKS; checks what a careful one checks."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from twiza.stand_ins.granting import Client, Grant, Granting, choosing

_LIFE = 600


@dataclass(frozen=True)
class Somebody:
    """A person with an account at the provider."""

    subject: str
    email: str
    first_name: str
    last_name: str
    email_verified: bool = True

    @property
    def label(self) -> str:
        return f"{self.first_name} {self.last_name} ({self.email})"


def _honest(_claims: dict[str, Any]) -> None:
    """Says what is so."""


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "use": "sig", "alg": "RS256"})


@dataclass
class OidcProvider:
    """What the provider knows and how it is told to lie; `app` is what a server runs."""

    issuer: str
    client: Client
    people: tuple[Somebody, ...]
    key: RSAKey = field(default_factory=_new_key)
    twist: Callable[[dict[str, Any]], None] = _honest
    """Changes the claims before they are signed."""
    reseal: Callable[[str], str] = str
    """Changes the id token after it was signed."""
    failing: int = 0
    """A status to answer at the token endpoint instead of a token."""

    def __post_init__(self) -> None:
        self.granting = Granting(self.client)

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
                Route("/userinfo", self._userinfo),
            ]
        )

    async def _discovery(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        chosen = asked.pop("as", "")
        fault = self.granting.fault_of(asked)
        if not fault and (asked.get("response_type") != "code" or "openid" not in asked.get("scope", "")):
            fault = "response_type=code and scope=openid are required"
        if fault:
            return PlainTextResponse(fault, 400)
        if chosen in {person.subject for person in self.people}:
            return RedirectResponse(self.granting.give(chosen, asked), 303)
        return choosing("Sign in", {one.subject: one.label for one in self.people}, asked)

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        if self.failing:
            return JSONResponse({"error": "server_error"}, self.failing)
        if form.get("grant_type") != "authorization_code":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        grant = self.granting.redeem(form)
        if isinstance(grant, str):
            return JSONResponse({"error": grant}, 401 if grant == "invalid_client" else 400)
        return JSONResponse(
            {
                "access_token": self.granting.token_for(grant.subject),
                "token_type": "Bearer",
                "expires_in": _LIFE,
                "id_token": self.reseal(self._id_token(grant)),
            },
            headers={"cache-control": "no-store"},
        )

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def _userinfo(self, request: Request) -> Response:
        subject = self.granting.bearer(request.headers.get("authorization", ""))
        if subject is None:
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse({"sub": subject, **_profile(self._person(subject))})

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.client.id,
            "azp": self.client.id,
            "sub": grant.subject,
            "iat": now,
            "exp": now + _LIFE,
            "nonce": grant.nonce,
            **_profile(self._person(grant.subject)),
        }
        self.twist(claims)
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key, ["RS256"])

    def _person(self, subject: str) -> Somebody:
        return next(one for one in self.people if one.subject == subject)


def _profile(person: Somebody) -> Mapping[str, Any]:
    return {
        "email": person.email,
        "email_verified": person.email_verified,
        "name": f"{person.first_name} {person.last_name}",
        "given_name": person.first_name,
        "family_name": person.last_name,
    }
