"""Short proofs that something was said by us: links, cursors and the like. Never for sessions."""

import base64
import hmac
from functools import lru_cache

import orjson

from twiza.kit.settings import settings

# 128 bits: nobody guesses one, and it stays short in an address.
_BYTES = 16


def sign(purpose: str, *parts: object) -> str:
    """A proof over these parts, worth nothing for any other purpose."""
    proof = hmac.digest(
        _key(settings().secret, purpose), orjson.dumps([str(part) for part in parts]), "sha256"
    )
    return base64.urlsafe_b64encode(proof[:_BYTES]).decode().rstrip("=")


@lru_cache(maxsize=64)
def _key(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"twiza signing {purpose}".encode(), "sha256")


def holds(proof: str, purpose: str, *parts: object) -> bool:
    """Whether the proof was made by us, for this purpose, over exactly these parts."""
    return hmac.compare_digest(proof.encode(), sign(purpose, *parts).encode())
