"""Signed claims: HS256 and nothing else, each use with its own key and type."""

from collections.abc import Mapping
from functools import lru_cache
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
        claims = _signed(token, key.raw_value, kind)
        # `iat` isn't judged: a server whose clock is a second behind would refuse its neighbour's tokens.
        (_EXPIRED if expired else _VALID).validate(
            {name: value for name, value in claims.items() if name != "iat"}
        )
    except (JoseError, ValueError, TypeError):
        return None
    return dict(claims)


@lru_cache(maxsize=4096)
def _signed(token: str, key: bytes, kind: str) -> Mapping[str, Any]:
    """What a signature says is the same for ever; who comes again is spared its sum, never the look at the clock."""
    found = jwt.decode(token, OctKey.import_key(key), [_ALGORITHM])
    if found.header.get("typ") != kind:
        raise ValueError(kind)
    return found.claims


def _now() -> int:
    return int(clock.now().timestamp())


_VALID, _EXPIRED = (
    jwt.JWTClaimsRegistry(now=_now, leeway=leeway, exp={"essential": True}, sub={"essential": True})
    for leeway in (0, _AGES)
)
