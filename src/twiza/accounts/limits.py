"""How often the guessable things may be tried: per account or number, and per address of the network."""

from datetime import timedelta

from twiza.kit import ratelimit

# Two at once, for whoever signs up and then finds the password forgotten; after that one waits.
SENDS = ((2, timedelta(minutes=1)), (5, timedelta(hours=1)), (10, timedelta(days=1)))
SENDS_PER_ADDRESS = (20, timedelta(hours=1))
SIGN_UPS_PER_ADDRESS = (20, timedelta(hours=1))


async def sending(target: str, address: str) -> None:
    """Before a code or a link leaves for a number or an email."""
    await ratelimit.hit(f"send-from:{address}", *SENDS_PER_ADDRESS)
    for count, per in SENDS:
        await ratelimit.hit(f"send-to:{target.casefold()}:{int(per.total_seconds())}", count, per)


async def signing_up(address: str) -> None:
    """Before a sign-up is looked at."""
    await ratelimit.hit(f"sign-up:{address}", *SIGN_UPS_PER_ADDRESS)
