"""Write a notice as an email to the account's verified address."""

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import i18n, outgoing
from twiza.notifications import links
from twiza.notifications.notice import Notice
from twiza.notifications.people import Person
from twiza.notifications.preferences import LOCKED, wants_messages
from twiza.notifications.rows import words


async def write(session: AsyncSession, account: Person, notice: Notice) -> None:
    """In the account's language, unless the person switched this group off."""
    row, params = notice.row, notice.params
    if (
        account.email is None
        or not account.email_verified
        or not wants_messages(account.notification_preferences, row.group)
    ):
        return
    with i18n.use(account.language):
        said = words(row, params)
        greeting = i18n.gettext("Hello {name},", name=account.first_name)
    button = f"{said.action}\n{links.absolute(account.language, row.leads_to(params))}"
    await outgoing.send(
        session,
        channel=outgoing.Channel.EMAIL,
        to=account.email,
        subject=said.title,
        text=f"{greeting}\n\n{said.body}\n\n{button}",
        account_id=account.id,
        language=account.language,
        unsubscribe_url=None
        if row.group in LOCKED
        else links.unsubscribe_url(account.language, account.id, row.group),
    )
