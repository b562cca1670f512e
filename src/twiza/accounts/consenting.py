"""Consent to news from Twiza: apart from the terms, given and taken back with one switch."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.db import lock


async def choose_marketing(session: AsyncSession, account_id: UUID, *, wanted: bool) -> None:
    """Keep when it was given; nothing when it is taken back."""
    account = await lock(session, Account, account_id)
    if wanted != (account.marketing_consent_at is not None):
        account.marketing_consent_at = clock.now() if wanted else None
