"""Ending sessions: raising an account's version voids every token it ever had."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import SignedOutEverywhere
from twiza.accounts.models import Account
from twiza.kit.db import lock
from twiza.kit.events import record


async def sign_out_everywhere(session: AsyncSession, account_id: UUID) -> None:
    """The person ends their sessions on all devices, this one included."""
    end_all(session, await lock(session, Account, account_id))


def end_all(session: AsyncSession, account: Account) -> None:
    """Void all tokens of a locked account and close its open sockets."""
    account.token_version += 1
    record(session, SignedOutEverywhere(account.id))
