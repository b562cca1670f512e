"""An administrator reads what two people wrote, from a report or a dispute and nowhere else; each look is logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access as accounts
from twiza.accounts import audit
from twiza.accounts.models import Account, Permission
from twiza.messaging import access
from twiza.messaging.models import Message, MessageKind

READ = "read-conversation"
_SHOWN = 200
_AROUND = 10
_LINES = (
    select(
        Message.id,
        Message.sender_id,
        Account.first_name,
        Account.last_name,
        Message.kind,
        Message.text,
        Message.created_at,
    )
    .join(Account, Account.id == Message.sender_id)
    .where(Message.conversation_id == bindparam("conversation"))
)
_LATEST = _LINES.order_by(Message.id.desc()).limit(literal_column(str(_SHOWN)))
_BEFORE = (
    _LINES.where(Message.id <= bindparam("message"))
    .order_by(Message.id.desc())
    .limit(literal_column(str(_AROUND)))
)
_AFTER = (
    _LINES.where(Message.id > bindparam("message")).order_by(Message.id).limit(literal_column(str(_AROUND)))
)


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody wrote, as they wrote it."""

    id: UUID
    sender_id: UUID
    sender: str
    kind: MessageKind
    text: str
    at: datetime


async def between(
    session: AsyncSession, one: UUID, two: UUID, *, by: UUID, subject: str, subject_id: UUID
) -> Sequence[Line]:
    """Their latest messages, oldest first; `subject` names the dispute or report that gives the right to look."""
    await _log(session, by, subject, subject_id)
    found = await access.conversation_between(session, one, two)
    return (await _lines(session, _LATEST, conversation=found))[::-1] if found else []


async def around(
    session: AsyncSession, message_id: UUID, *, by: UUID, subject: str, subject_id: UUID
) -> Sequence[Line]:
    """A message, and some of those before and after it."""
    await _log(session, by, subject, subject_id)
    talk = await session.scalar(select(Message.conversation_id).where(Message.id == message_id))
    values = {"conversation": talk, "message": message_id}
    before = await _lines(session, _BEFORE, **values)
    return [*before[::-1], *await _lines(session, _AFTER, **values)]


async def _log(session: AsyncSession, by: UUID, subject: str, subject_id: UUID) -> None:
    await accounts.admin_with(session, by, Permission.SUPPORT)
    await audit.write(session, by, READ, subject, subject_id)


async def _lines(
    session: AsyncSession, statement: Select[*tuple[Any, ...]], **values: UUID | None
) -> list[Line]:
    rows = (await session.execute(statement, values)).all()
    return [
        Line(row.id, row.sender_id, f"{row.first_name} {row.last_name}", row.kind, row.text, row.created_at)
        for row in rows
    ]
