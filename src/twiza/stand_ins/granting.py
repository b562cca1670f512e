"""What both sign-in providers share: codes that work once, for one client, one address and one PKCE challenge."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.responses import HTMLResponse


@dataclass(frozen=True)
class Client:
    """The program that people sign in to, as it registered."""

    id: str
    secret: str
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True)
class Grant:
    """What somebody agreed to at the provider."""

    subject: str
    redirect_uri: str
    challenge: str
    nonce: str


@dataclass
class Granting:
    """The codes that were given and not used yet, and the tokens they bought."""

    client: Client
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def fault_of(self, asked: Mapping[str, str]) -> str:
        """Why this isn't sent back to its sender: the address may not be theirs."""
        if asked.get("client_id") != self.client.id:
            return "unknown client"
        # Letter by letter: a prefix match is how codes get stolen.
        if asked.get("redirect_uri") not in self.client.redirect_uris:
            return "redirect_uri is not registered"
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            return "PKCE with S256 is required"
        return "" if asked.get("state") else "state is required"

    def give(self, subject: str, asked: Mapping[str, str]) -> str:
        """Where the person goes with a fresh code."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(
            subject, asked["redirect_uri"], asked["code_challenge"], asked.get("nonce", "")
        )
        return back_to(asked["redirect_uri"], code=code, state=asked["state"])

    def redeem(self, form: Mapping[str, str]) -> Grant | str:
        """What the code stands for, or the OAuth error; a code is spent even when the rest is wrong."""
        grant = self.codes.pop(form.get("code", ""), None)
        secret = form.get("client_secret", "").encode()
        if form.get("client_id") != self.client.id or not hmac.compare_digest(
            secret, self.client.secret.encode()
        ):
            return "invalid_client"
        if grant is None or form.get("redirect_uri") != grant.redirect_uri:
            return "invalid_grant"
        if not hmac.compare_digest(challenge(form.get("code_verifier", "")), grant.challenge):
            return "invalid_grant"
        return grant

    def token_for(self, subject: str) -> str:
        token = secrets.token_urlsafe(24)
        self.tokens[token] = subject
        return token

    def bearer(self, authorization: str) -> str | None:
        """Whose token this is."""
        scheme, _, token = authorization.partition(" ")
        return self.tokens.get(token) if scheme.lower() == "bearer" else None


def challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def back_to(address: str, **values: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *values.items()])))


def choosing(title: str, people: Mapping[str, str], asked: Mapping[str, str]) -> HTMLResponse:
    """The provider's page: who are you? A link for each test person, one to refuse."""
    links = "".join(
        f'<li><a href="?{escape(urlencode({**asked, "as": subject}))}">{escape(label)}</a></li>'
        for subject, label in people.items()
    )
    refuse = escape(back_to(asked["redirect_uri"], error="access_denied", state=asked["state"]))
    return HTMLResponse(
        f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><h1>{escape(title)}</h1>"
        f'<ul>{links}</ul><p><a href="{refuse}">Cancel</a></p>'
    )
