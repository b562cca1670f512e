"""Tell people what happened, in the transaction in which it happens."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit.events import Event, as_data, on
from twiza.notifications.catalogue import CATALOGUE, Row, Via
from twiza.notifications.channels.email import writing as email
from twiza.notifications.channels.in_app import writing as in_app
from twiza.notifications.channels.sms import writing as sms

Write = Callable[[AsyncSession, Account, Row, Mapping[str, object]], Awaitable[None]]

WRITERS: Mapping[Via, Write] = {Via.BELL: in_app.write, Via.EMAIL: email.write, Via.SMS: sms.write}


async def tell(session: AsyncSession, row: Row, event: Event) -> None:
    """Write this row's notice to its recipient, by each of its ways."""
    if not row.when(event):
        return
    params = as_data(event)
    account = await session.get(Account, UUID(str(params.pop(row.recipient))))
    if account is None or account.deleted_at is not None:
        return
    for via in sorted(row.via):
        await WRITERS[via](session, account, row, params)


def _listen(row: Row) -> None:
    @on(row.event)
    async def told(session: AsyncSession, event: Event) -> None:
        await tell(session, row, event)


for _row in CATALOGUE:
    _listen(_row)
