"""Who is here now: told only to those who share a conversation, and to nobody whom one has blocked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, and_, bindparam, exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Block
from twiza.kit import clock
from twiza.messaging.models import ConversationSide, Presence

# A process writes who hangs on it this often; somebody unseen for twice as long has left.
EVERY = timedelta(seconds=20)
GONE_AFTER = 2 * EVERY + timedelta(seconds=5)

_SEEN = (
    select(Presence.account_id, Presence.seen_at)
    .join(ConversationSide, ConversationSide.other_id == Presence.account_id)
    .where(
        ConversationSide.account_id == bindparam("me"),
        Presence.account_id.in_(bindparam("others", expanding=True)),
        ~exists().where(
            or_(
                and_(Block.blocker_id == Presence.account_id, Block.blocked_id == bindparam("me")),
                and_(Block.blocker_id == bindparam("me"), Block.blocked_id == Presence.account_id),
            )
        ),
    )
)

# In one order everywhere: two processes that hold the same people must not wait for each other. A list in one value,
# for a statement with a place for each of a thousand people would be written anew each time.
_HERE = text("""
    INSERT INTO presence (account_id, seen_at)
    SELECT id, :now FROM account WHERE id = ANY(:accounts) ORDER BY id
    ON CONFLICT (account_id) DO UPDATE SET seen_at = excluded.seen_at
""").bindparams(bindparam("accounts", type_=ARRAY(Uuid)), bindparam("now", type_=DateTime(timezone=True)))


async def here(session: AsyncSession, account_ids: Collection[UUID]) -> None:
    """These people have a page of ours open."""
    await session.execute(_HERE, {"accounts": list(account_ids), "now": clock.now()})


async def seen(connection: AsyncConnection, me: UUID, others: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """When each of those I talk with was last here; strangers are left out."""
    if not others:
        return {}
    rows = (await connection.execute(_SEEN, {"me": me, "others": list(others)})).all()
    return {row.account_id: row.seen_at for row in rows}


def is_online(seen_at: datetime | None) -> bool:
    return seen_at is not None and seen_at > clock.now() - GONE_AFTER
