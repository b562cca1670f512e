"""The demo world: the same people on every machine, so that a newcomer finds a living place and a test a known one."""

from typing import TYPE_CHECKING

from twiza.demo.accounts import ACCOUNTS, EMAIL_DOMAIN, PASSWORD, DemoAccount

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["ACCOUNTS", "EMAIL_DOMAIN", "PASSWORD", "DemoAccount", "load"]


async def load(session: "AsyncSession") -> None:
    """Fill the database; a second time changes nothing."""
    # Nearly all of Twiza, for what a start mostly asks for is the names.
    from twiza.demo import world

    await world.load(session)
