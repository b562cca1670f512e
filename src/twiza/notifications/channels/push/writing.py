"""Write a notice as a push to each of a person's devices."""

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import i18n, outgoing
from twiza.notifications.notice import Notice
from twiza.notifications.people import Person
from twiza.notifications.preferences import Way, wants_messages
from twiza.notifications.rows import words


async def write(session: AsyncSession, account: Person, notice: Notice) -> None:
    """One message a device, so that one dead device doesn't keep the others from hearing of it."""
    wanted = wants_messages(account.notification_preferences, notice.row.group, Way.PUSH)
    if not wanted or not account.devices:
        return
    with i18n.use(account.language):
        said = words(notice.row, notice.params)
    for device in account.devices:
        await outgoing.send(
            session,
            channel=outgoing.Channel.PUSH,
            to=str(device),
            subject=said.title,
            text=said.body,
            account_id=account.id,
            language=account.language,
            payload={
                "notice": str(notice.id),
                "kind": notice.row.kind,
                "urgent": notice.urgent,
                **notice.only_while,
            },
            dedupe=f"push:{notice.id}:{device}",
            not_before=notice.not_before,
            expires_at=notice.expires_at,
        )
