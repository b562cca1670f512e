"""Write a notice as a text message to those it can't reach otherwise."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import i18n, outgoing, tasks
from twiza.kit.settings import settings
from twiza.notifications.channels.whatsapp import writing as whatsapp
from twiza.notifications.notice import Notice
from twiza.notifications.people import Person
from twiza.notifications.preferences import wants_messages
from twiza.notifications.rows import words

FALL_BACK = "fall_back_to_sms"


async def write(session: AsyncSession, account: Person, notice: Notice) -> None:
    """Text messages cost and disturb: urgent alerts go when nobody read them, others only to who has no email."""
    if not is_reachable(account, notice):
        return
    if notice.is_alert and notice.urgent:
        wait = timedelta(minutes=settings().sms_fallback_after)
        await tasks.enqueue(session, FALL_BACK, notice.id, notice.only_while.get("booking", ""), delay=wait)
    elif not account.email_verified and not whatsapp.reaches(account, notice):
        await send(session, account, notice)


def is_reachable(account: Person, notice: Notice) -> bool:
    """A verified phone, and no wish to hear nothing of this."""
    return (
        account.phone is not None
        and account.phone_verified
        and wants_messages(account.notification_preferences, notice.row.group)
    )


async def send(session: AsyncSession, account: Person, notice: Notice) -> None:
    """The words, once for each notice."""
    with i18n.use(account.language):
        said = words(notice.row, notice.params)
    await outgoing.send(
        session,
        channel=outgoing.Channel.SMS,
        to=account.phone or "",
        text=f"Twiza\n{said.title}\n{said.body}",
        account_id=account.id,
        language=account.language,
        payload=notice.only_while,
        dedupe=f"sms:{notice.id}",
        not_before=notice.not_before,
        expires_at=notice.expires_at,
    )
