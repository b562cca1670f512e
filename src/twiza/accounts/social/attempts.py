"""One attempt to sign in through a provider: what our cookie remembers until the person is back.

State ties the answer to this browser, the nonce ties the id token to this attempt, and the PKCE verifier makes a
stolen code worthless.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from twiza.accounts import jwt, keys
from twiza.accounts.social.failing import Astray
from twiza.kit import clock

LIFE = timedelta(minutes=10)
_KIND = "social-attempt+jwt"


@dataclass(frozen=True)
class Attempt:
    """Where the person was going, and the secrets of this attempt; `link_to` is the account to connect."""

    provider: str
    state: str
    nonce: str
    verifier: str
    language: str = "fr"
    next: str = ""
    link_to: str = ""

    @property
    def challenge(self) -> str:
        """PKCE's S256 of the verifier."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def begin(provider: str, *, language: str, next_page: str = "", link_to: str = "") -> Attempt:
    """Fresh secrets."""
    return Attempt(
        provider,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        language=language,
        next=next_page,
        link_to=link_to,
    )


def seal(attempt: Attempt) -> str:
    """The attempt as a signed token."""
    claims = {
        "sub": attempt.provider,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "verifier": attempt.verifier,
        "language": attempt.language,
        "next": attempt.next,
        "link_to": attempt.link_to,
        "exp": int((clock.now() + LIFE).timestamp()),
    }
    return jwt.sign(claims, keys.derived_key("social attempt"), _KIND)


def resume(token: str | None, provider: str, state: str) -> Attempt:
    """The attempt of this browser that this answer belongs to; else Astray."""
    claims = jwt.read(token, keys.derived_key("social attempt"), _KIND) if token else None
    if claims is None or claims["sub"] != provider:
        raise Astray
    if not hmac.compare_digest(str(claims["state"]).encode(), state.encode()):
        raise Astray
    return Attempt(
        provider,
        state,
        str(claims["nonce"]),
        str(claims["verifier"]),
        str(claims["language"]),
        str(claims["next"]),
        str(claims["link_to"]),
    )
