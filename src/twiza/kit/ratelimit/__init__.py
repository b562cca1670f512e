"""Rate limits: in the database for what could be guessed (`hit`), in the process for the rest (`LocalLimit`).

A window opens with the first try and lasts `per`. Tries are counted beside the caller's transaction, so that a
request that fails still counts.
"""

import hmac
import math
from datetime import timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects.postgresql import insert

from twiza.kit import clock
from twiza.kit.db import beside
from twiza.kit.errors import TooMany
from twiza.kit.ratelimit.local import LocalLimit
from twiza.kit.ratelimit.models import RateLimit
from twiza.kit.settings import settings

__all__ = ["LocalLimit", "clear", "hit", "prune"]


async def hit(key: str, limit: int, per: timedelta, *, cost: int = 1) -> None:
    """Count a try, and refuse it when the window has had its share."""
    now = clock.now()
    first = insert(RateLimit).values(key=_digest(key), hits=cost, window_ends_at=now + per)
    is_over = RateLimit.window_ends_at <= now
    counted = first.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "hits": case((is_over, cost), else_=RateLimit.hits + cost),
            "window_ends_at": case((is_over, now + per), else_=RateLimit.window_ends_at),
        },
    ).returning(RateLimit.hits, RateLimit.window_ends_at)
    async with beside() as connection:
        hits, ends_at = (await connection.execute(counted)).one()
    if hits > limit:
        raise TooMany(max(1, math.ceil((ends_at - now).total_seconds())))


async def clear(key: str) -> None:
    """Forget the tries, as after a sign-in that succeeded."""
    async with beside() as connection:
        await connection.execute(delete(RateLimit).where(RateLimit.key == _digest(key)))


async def prune() -> None:
    """Drop the windows that are over."""
    async with beside() as connection:
        await connection.execute(delete(RateLimit).where(RateLimit.window_ends_at <= clock.now()))


def _digest(key: str) -> bytes:
    return hmac.digest(settings().secret.encode(), b"rate limit\0" + key.encode(), "sha256")
