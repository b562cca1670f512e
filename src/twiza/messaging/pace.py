"""How soon somebody answers: the middle of the waits of those who wrote to them lately."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Interval, Select, bindparam, cast, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.kit import clock
from twiza.messaging.models import ConversationSide, Message

_LATELY = timedelta(days=90)
_CONVERSATIONS = 40
# One quick answer is luck.
FEWEST = 3


async def answers_within(connection: AsyncConnection, account_id: UUID) -> timedelta | None:
    """The median wait for an answer, or None for somebody who hasn't answered often enough to tell."""
    values = {"account": account_id, "since": clock.now() - _LATELY}
    row = (await connection.execute(_pace(), values)).one()
    return row.wait if row.answers >= FEWEST else None


def _pace() -> Select[*tuple[Any, ...]]:
    """Each run of messages by one side counts from its first, so that impatience isn't answered three times."""
    latest = (
        select(ConversationSide.conversation_id)
        .where(ConversationSide.account_id == bindparam("account"))
        .order_by(ConversationSide.last_message_id.desc().nulls_last())
        .limit(literal_column(str(_CONVERSATIONS)))
    )
    before = func.lag(Message.sender_id).over(partition_by=Message.conversation_id, order_by=Message.id)
    said = (
        select(
            Message.id,
            Message.conversation_id,
            Message.sender_id,
            Message.created_at,
            before.label("before"),
        )
        .where(Message.conversation_id.in_(latest), Message.created_at > bindparam("since"))
        .subquery()
    )
    waited = said.c.created_at - func.lag(said.c.created_at).over(
        partition_by=said.c.conversation_id, order_by=said.c.id
    )
    turns = (
        select(said.c.sender_id, waited.label("wait"))
        .where(said.c.before.is_distinct_from(said.c.sender_id))
        .subquery()
    )
    middle = func.percentile_cont(0.5).within_group(turns.c.wait)
    statement: Select[*tuple[Any, ...]] = select(
        func.count().label("answers"), cast(middle, Interval).label("wait")
    ).where(turns.c.sender_id == bindparam("account"), turns.c.wait.is_not(None))
    return statement
