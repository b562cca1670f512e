"""Messages left unread for ten minutes are told of by one email a person, whatever the number of conversations."""

from uuid import UUID

from sqlalchemy import bindparam, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.events import record
from twiza.messaging.events import MessagesWaiting
from twiza.messaging.inbox import public_name
from twiza.messaging.models import ConversationSide

_BATCH = 200
_DUE = (
    select(ConversationSide.account_id)
    .where(ConversationSide.digest_due_at <= bindparam("now"))
    .distinct()
    .limit(literal_column(str(_BATCH)))
)
_WAITING = (
    select(
        ConversationSide.conversation_id,
        ConversationSide.unread,
        Account.id,
        Account.first_name,
        Account.last_name,
    )
    .join(Account, Account.id == ConversationSide.other_id)
    .where(ConversationSide.account_id == bindparam("account"), ConversationSide.digest_due_at.is_not(None))
    .order_by(ConversationSide.last_message_id.desc())
    .with_for_update(of=ConversationSide, skip_locked=True, key_share=True)
)


async def tell_of_waiting() -> int:
    """Whoever has something waiting is told, each in a transaction of their own."""
    told = 0
    while True:
        async with unit_of_work() as session:
            due = (await session.execute(_DUE, {"now": clock.now()})).scalars().all()
        for account_id in due:
            async with unit_of_work() as session:
                told += await tell(session, account_id)
        if len(due) < _BATCH:
            return told


async def tell(session: AsyncSession, account_id: UUID) -> bool:
    """One event for all that waits, also for what isn't due yet: people get one email, not three."""
    rows = (await session.execute(_WAITING, {"account": account_id})).all()
    await session.execute(
        update(ConversationSide)
        .where(
            ConversationSide.account_id == account_id,
            ConversationSide.conversation_id.in_([row.conversation_id for row in rows]),
        )
        .values(digest_due_at=None)
    )
    waiting = [row for row in rows if row.unread]
    if not waiting:
        return False
    latest = waiting[0]
    name = public_name(latest.first_name, latest.last_name)
    messages = sum(row.unread for row in waiting)
    record(session, MessagesWaiting(account_id, latest.id, name, messages, len(waiting)))
    return True
