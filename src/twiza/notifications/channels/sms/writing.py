"""Write a notice as a text message to those it can't reach by email."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import i18n, outgoing
from twiza.notifications.people import Person
from twiza.notifications.preferences import wants_messages
from twiza.notifications.rows import Row, words


async def write(session: AsyncSession, account: Person, row: Row, params: Mapping[str, object]) -> None:
    """Text messages cost and disturb: only a person without a verified email gets one."""
    if account.phone is None or not account.phone_verified or account.email_verified:
        return
    if not wants_messages(account.notification_preferences, row.group):
        return
    with i18n.use(account.language):
        said = words(row, params)
    await outgoing.send(
        session,
        channel=outgoing.Channel.SMS,
        to=account.phone,
        text=f"Twiza\n{said.title}\n{said.body}",
        account_id=account.id,
        language=account.language,
    )
