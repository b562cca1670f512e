"""RFC 6238: digits made of a shared secret and the time, new ones every thirty seconds."""

import hmac
from datetime import datetime

PERIOD = 30
LENGTH = 6
# A phone's clock may be half a minute off, and typing takes time.
_DRIFT = 1


def code_at(secret: bytes, step: int, *, length: int = LENGTH, algorithm: str = "sha1") -> str:
    """The digits of one step; authenticator apps agree on six digits and SHA-1 alone."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), algorithm)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**length).zfill(length)


def step_at(moment: datetime) -> int:
    """Which half minute since 1970 this is."""
    return int(moment.timestamp()) // PERIOD


def matching_step(secret: bytes, typed: str, moment: datetime, *, after: int | None) -> int | None:
    """The step that shows these digits, never one that was used already or lies before one."""
    now = step_at(moment)
    found: int | None = None
    # Every candidate is compared, so that the time taken tells nothing.
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), typed.encode())
        if same and (after is None or step > after):
            found = step
    return found
