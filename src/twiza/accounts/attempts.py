"""Guessing slows down: after five failures for one account, or from one network address, one has to wait."""

from datetime import timedelta

from twiza.kit import ratelimit

PER_TARGET = ((5, timedelta(minutes=5)), (20, timedelta(hours=2)))
# Whole neighbourhoods share one address on mobile networks: the wait is short, an hour has its bound.
PER_ADDRESS = ((5, timedelta(minutes=1)), (60, timedelta(hours=1)))


async def count(target: str, address: str) -> None:
    """Before a secret is compared: counted first, so that a thousand guesses at once don't slip through."""
    for key, limit, per in _windows(target, address):
        await ratelimit.hit(key, limit, per)


async def succeeded(target: str, address: str) -> None:
    """The secret was right: this try wasn't a failure, and the account starts afresh."""
    for key, limit, per in _windows("", address):
        await ratelimit.hit(key, limit + 1, per, cost=-1)
    for limit, per in PER_TARGET:
        await ratelimit.clear(_key("target", target, limit, per))


def _windows(target: str, address: str) -> list[tuple[str, int, timedelta]]:
    by_address = [(_key("address", address, limit, per), limit, per) for limit, per in PER_ADDRESS]
    by_target = [(_key("target", target, limit, per), limit, per) for limit, per in PER_TARGET if target]
    return by_address + by_target


def _key(kind: str, value: str, limit: int, per: timedelta) -> str:
    return f"attempt:{kind}:{value.casefold()}:{limit}:{int(per.total_seconds())}"
