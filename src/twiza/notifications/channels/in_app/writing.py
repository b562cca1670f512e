"""Ring the bell: keep the notice, and tell open pages how many are unread."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import bus, clock, ids
from twiza.notifications import queries
from twiza.notifications.models import Notification
from twiza.notifications.rows import Row


async def write(session: AsyncSession, account: Account, row: Row, params: Mapping[str, object]) -> None:
    """Only what fills the words is kept; the words are chosen when they are read."""
    await session.execute(
        insert(Notification).values(
            id=ids.new(),
            account_id=account.id,
            kind=row.kind,
            params=_needed(row, params),
            created_at=clock.now(),
        )
    )
    await announce(session, account.id)


async def announce(session: AsyncSession, account_id: UUID) -> None:
    """Tell the account's open pages how many notices are unread now."""
    unread = await queries.unread_count(await session.connection(), account_id)
    await bus.publish(session, f"account:{account_id}", {"type": "notification", "unread": unread})


def _needed(row: Row, params: Mapping[str, object]) -> dict[str, object]:
    return {name: params[name] for name in sorted(row.placeholders & params.keys())}
