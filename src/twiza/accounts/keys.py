"""Keys derived from the one secret, a different one for each use, so that no signature passes for another."""

import hmac
from functools import lru_cache

from joserfc.jwk import OctKey

from twiza.kit.settings import settings


def derived(use: str) -> bytes:
    """The key of one use."""
    return _derived(settings().secret, use)


def digest(use: str, *parts: str) -> bytes:
    """What is kept instead of a code or a link's token."""
    # A zero byte can't occur in a part, so ("ab", "c") and ("a", "bc") stay different.
    return hmac.digest(derived(use), "\0".join(parts).encode(), "sha256")


def access_key() -> OctKey:
    """The shared secret itself: other programs that hold it can verify an access token."""
    return _octets(settings().secret.encode())


def derived_key(use: str) -> OctKey:
    return _octets(derived(use))


@lru_cache(maxsize=32)
def _derived(secret: str, use: str) -> bytes:
    return hmac.digest(secret.encode(), f"twiza:{use}".encode(), "sha256")


@lru_cache(maxsize=32)
def _octets(key: bytes) -> OctKey:
    return OctKey.import_key(key)
