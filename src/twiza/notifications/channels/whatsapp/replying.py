"""Answers to somebody who just wrote or tapped: for a day they may be in our own words."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import clock, outgoing
from twiza.notifications.channels.whatsapp.models import WhatsAppConsent, WhatsAppReceived
from twiza.notifications.channels.whatsapp.transport import WINDOW


async def reply(
    session: AsyncSession,
    received: WhatsAppReceived,
    account: Account,
    text: str,
    payload: Mapping[str, object] | None = None,
) -> None:
    """One answer to each thing received, to the number that the person agreed to be written to."""
    consent = await session.get_one(WhatsAppConsent, account.id)
    await outgoing.send(
        session,
        channel=outgoing.Channel.WHATSAPP,
        to=consent.phone,
        text=text,
        account_id=account.id,
        language=account.language,
        payload={"kind": "reply", **(payload or {})},
        dedupe=f"whatsapp-reply:{received.id}",
        expires_at=clock.now() + WINDOW,
    )
