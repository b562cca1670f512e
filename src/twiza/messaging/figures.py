"""How fast somebody answers."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.messaging.models import ConversationSide, Message

# The latest conversations tell how somebody answers now.
_CONVERSATIONS = 30
_ME = bindparam("me")

_latest = (
    select(ConversationSide.conversation_id)
    .where(ConversationSide.account_id == _ME)
    .order_by(ConversationSide.last_message_id.desc())
    .limit(literal_column(str(_CONVERSATIONS)))
)
_said = (
    select(
        Message.conversation_id,
        Message.id,
        Message.sender_id,
        Message.created_at,
        func.lag(Message.sender_id)
        .over(partition_by=Message.conversation_id, order_by=Message.id)
        .label("before"),
    )
    .where(Message.conversation_id.in_(_latest))
    .subquery()
)
# Of several messages in a row the first counts: from then on the other side waits.
_turns = (
    select(
        _said.c.sender_id,
        _said.c.created_at,
        func.lag(_said.c.created_at)
        .over(partition_by=_said.c.conversation_id, order_by=_said.c.id)
        .label("asked_at"),
    )
    .where(or_(_said.c.before.is_(None), _said.c.before != _said.c.sender_id))
    .subquery()
)
_MEDIAN = select(
    func.percentile_cont(0.5).within_group((_turns.c.created_at - _turns.c.asked_at).asc())
).where(_turns.c.sender_id == _ME, _turns.c.asked_at.is_not(None))


async def response_time(connection: AsyncConnection, account_id: UUID) -> timedelta | None:
    """Half of the answers come faster; nothing is known of somebody who was never asked."""
    return (await connection.execute(_MEDIAN, {"me": account_id})).scalar_one_or_none()
