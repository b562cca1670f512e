"""What the clock does for accounts, each in a transaction of its own."""

from twiza.accounts import suspending, sweeping
from twiza.kit.db import unit_of_work


async def lift_ended_suspensions() -> None:
    """Reinstate everybody whose suspension is over."""
    async with unit_of_work() as session:
        await suspending.lift_ended_suspensions(session)


async def sweep_expired_codes() -> None:
    """Throw away codes, links and kept forms that are over."""
    async with unit_of_work() as session:
        await sweeping.sweep_expired_codes(session)


async def sweep_unfinished_sign_ups() -> None:
    """Throw away accounts that never proved a phone or an email."""
    async with unit_of_work() as session:
        await sweeping.sweep_unfinished_sign_ups(session)
