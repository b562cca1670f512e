"""The inbox: with whom one talks, what was said last, how much is unread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account
from twiza.accounts.queries import avatar_url
from twiza.messaging.models import ConversationSide, Message, MessageKind
from twiza.messaging.veiling import veil

PAGE = 20
# Enough for one line; masked before it is cut, or half a number would pass.
_PREVIEW = 120
_LOOKED_AT = 1000
_ME = bindparam("me")
_Their = aliased(ConversationSide)
_UNREAD = select(func.count()).where(ConversationSide.account_id == _ME, ConversationSide.unread > 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation as it stands in somebody's inbox."""

    conversation_id: UUID
    other_id: UUID
    name: str
    initials: str
    avatar_url: str | None
    preview: str
    kind: MessageKind
    is_mine: bool
    is_read: bool
    at: datetime
    unread: int
    cursor: UUID


class InboxPage(NamedTuple):
    """Some conversations, the latest first, and where the older ones begin."""

    lines: Sequence[Line]
    next: UUID | None


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ConversationSide.conversation_id,
            ConversationSide.other_id,
            ConversationSide.unread,
            ConversationSide.last_message_id,
            Account.first_name,
            Account.last_name,
            Account.avatar,
            Message.sender_id,
            Message.kind,
            Message.text,
            Message.created_at,
            _Their.read_up_to_id,
        )
        .join(Account, Account.id == ConversationSide.other_id)
        .join(Message, Message.id == ConversationSide.last_message_id)
        .outerjoin(
            _Their,
            and_(
                _Their.conversation_id == ConversationSide.conversation_id,
                _Their.account_id == ConversationSide.other_id,
            ),
        )
        .where(ConversationSide.account_id == _ME)
    )


_ORDER = ConversationSide.last_message_id.desc()
_LIMIT = literal_column(str(PAGE + 1))
_CURRENT = _lines().where(ConversationSide.archived_at.is_(None)).order_by(_ORDER).limit(_LIMIT)
_ARCHIVED = _lines().where(ConversationSide.archived_at.is_not(None)).order_by(_ORDER).limit(_LIMIT)
_OLDER = ConversationSide.last_message_id < bindparam("after")
_PAGES = {
    (False, False): _CURRENT,
    (False, True): _CURRENT.where(_OLDER),
    (True, False): _ARCHIVED,
    (True, True): _ARCHIVED.where(_OLDER),
}
_SOME = _lines().where(ConversationSide.other_id == bindparam("other"))


async def page(
    connection: AsyncConnection, account_id: UUID, *, after: UUID | None = None, archived: bool = False
) -> InboxPage:
    """One page of the inbox, or of what was put away."""
    values = {"me": account_id, **({"after": after} if after else {})}
    rows = (await connection.execute(_PAGES[archived, after is not None], values)).all()
    lines = [await _line(connection, row, account_id) for row in rows[:PAGE]]
    return InboxPage(lines, lines[-1].cursor if len(rows) > PAGE else None)


async def line_with(connection: AsyncConnection, account_id: UUID, other_id: UUID) -> Line | None:
    """The line of one conversation, archived or not."""
    row = (await connection.execute(_SOME, {"me": account_id, "other": other_id})).one_or_none()
    return await _line(connection, row, account_id) if row else None


async def unread_conversations(reader: AsyncConnection | AsyncSession, account_id: UUID) -> int:
    """How many conversations hold something unread."""
    return (await reader.execute(_UNREAD, {"me": account_id})).scalar_one()


async def _line(connection: AsyncConnection, row: Row[Any], me: UUID) -> Line:
    is_mine = row.sender_id == me
    said = row.text[:_LOOKED_AT]
    if not is_mine:
        said = (await veil(connection, me, row.other_id, [said]))(said)
    return Line(
        conversation_id=row.conversation_id,
        other_id=row.other_id,
        name=public_name(row.first_name, row.last_name),
        initials=(row.first_name[:1] + row.last_name[:1]).upper(),
        avatar_url=avatar_url(row.avatar),
        preview=" ".join(said[:_PREVIEW].split()),
        kind=row.kind,
        is_mine=is_mine,
        is_read=row.read_up_to_id is not None and row.read_up_to_id >= row.last_message_id,
        at=row.created_at,
        unread=row.unread,
        cursor=row.last_message_id,
    )


def public_name(first_name: str, last_name: str) -> str:
    """What the other side reads: the first name and the last name's initial."""
    return f"{first_name} {last_name[:1]}." if last_name else first_name
