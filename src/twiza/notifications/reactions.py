"""Tell people what happened, in the transaction in which it happens."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus, Permission
from twiza.kit.events import Event, as_data, on
from twiza.notifications.catalogue import CATALOGUE
from twiza.notifications.channels.email import writing as email
from twiza.notifications.channels.in_app import writing as in_app
from twiza.notifications.channels.sms import writing as sms
from twiza.notifications.rows import ADMINS, Row, Via

Write = Callable[[AsyncSession, Account, Row, Mapping[str, object]], Awaitable[None]]

WRITERS: Mapping[Via, Write] = {Via.BELL: in_app.write, Via.EMAIL: email.write, Via.SMS: sms.write}


async def tell(session: AsyncSession, row: Row, event: Event) -> None:
    """Write this row's notice to its recipients, by each of its ways; nobody is told of their own act."""
    if not row.when(event):
        return
    params = as_data(event)
    actor = params.get("actor_id")
    people = await _recipients(session, row, params)
    told = [account for account in people if account.deleted_at is None and str(account.id) != actor]
    if not told or not await row.still(session, event):
        return
    params |= await _names(session, row, params)
    for account in told:
        for via in sorted(row.via):
            await WRITERS[via](session, account, row, params)


async def _recipients(session: AsyncSession, row: Row, params: dict[str, object]) -> Sequence[Account]:
    if row.recipient == ADMINS:
        return await _administrators(session)
    # What the event is about may name somebody else by the same field, so it stays for the words.
    account = await session.get(Account, UUID(str(params[row.recipient])))
    return [account] if account else []


async def _administrators(session: AsyncSession) -> Sequence[Account]:
    """Those who look after people's quarrels."""
    may = or_(
        Account.permissions.contains([Permission.SUPPORT]), Account.permissions.contains([Permission.OWNER])
    )
    active = (Account.is_admin.is_(True), Account.status == AccountStatus.ACTIVE)
    return (await session.scalars(select(Account).where(*active, may).order_by(Account.id))).all()


async def _names(session: AsyncSession, row: Row, params: Mapping[str, object]) -> dict[str, object]:
    """The public names of the people that the words speak of."""
    found: dict[str, object] = {}
    for name in row.placeholders - params.keys():
        whose = params.get(f"{name}_id")
        account = await session.get(Account, UUID(str(whose))) if whose else None
        if account is not None:
            found[name] = account.public_name
    return found


def _listen(row: Row) -> None:
    @on(row.event)
    async def told(session: AsyncSession, event: Event) -> None:
        await tell(session, row, event)


for _row in CATALOGUE:
    _listen(_row)
