"""What accounts do about their own events."""

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import SignedOutEverywhere
from twiza.kit import bus
from twiza.kit.events import on


@on(SignedOutEverywhere)
async def close_sockets(session: AsyncSession, event: SignedOutEverywhere) -> None:
    """Sockets read the account only when they open, so they must be told."""
    await bus.publish(session, f"account:{event.account_id}", {"type": "signed_out"})
