"""Signed claims: HS256 and nothing else, each use with its own key and type."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from twiza.kit import clock

_ALGORITHM = "HS256"
_AGES = 10 * 365 * 86_400


def sign(claims: Mapping[str, Any], key: OctKey, kind: str) -> str:
    """A compact token; `kind` is its `typ` and must be asked for again when reading."""
    return jwt.encode({"alg": _ALGORITHM, "typ": kind}, dict(claims), key, [_ALGORITHM])


def read(token: str, key: OctKey, kind: str, *, expired: bool = False) -> dict[str, Any] | None:
    """The claims of a token that is ours and of this kind, None for others; expired ones only when asked."""
    try:
        found = jwt.decode(token, key, [_ALGORITHM])
        checks = jwt.JWTClaimsRegistry(
            now=_now, leeway=_AGES if expired else 0, exp={"essential": True}, sub={"essential": True}
        )
        # `iat` isn't judged: a server whose clock is a second behind would refuse its neighbour's tokens.
        checks.validate({name: value for name, value in found.claims.items() if name != "iat"})
    except (JoseError, ValueError, TypeError):
        return None
    return found.claims if found.header.get("typ") == kind else None


def _now() -> int:
    return int(clock.now().timestamp())
