"""The outbox as administrators see it: what left, what didn't, and what waits for a channel's keys."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.kit.errors import NotFound
from twiza.kit.outgoing import Channel, Outgoing, OutgoingStatus
from twiza.kit.settings import settings
from twiza.notifications.channels.email import letter

PAGE = 40
_CODES = re.compile(r"\d{4,}")
_LINKS = re.compile(r"(https?://[^/\s]+)/\S+")
_LIST = select(
    Outgoing.id,
    Outgoing.channel,
    Outgoing.to,
    Outgoing.subject,
    Outgoing.body,
    Outgoing.secret,
    Outgoing.status,
    Outgoing.error,
    Outgoing.created_at,
).order_by(Outgoing.id.desc())


class Filters(NamedTuple):
    """Which messages to show; empty means any."""

    channel: Channel | None = None
    status: OutgoingStatus | None = None
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One message in the list."""

    id: UUID
    channel: Channel
    to: str
    about: str
    status: OutgoingStatus
    error: str | None
    created_at: datetime


class LinePage(NamedTuple):
    """Some messages, and where the older ones begin."""

    lines: Sequence[Line]
    next: UUID | None


async def lines(
    connection: AsyncConnection, filters: Filters, *, after: UUID | None = None, limit: int = PAGE
) -> LinePage:
    """The newest first."""
    statement = _LIST.limit(literal_column(str(limit + 1)))
    if filters.channel:
        statement = statement.where(Outgoing.channel == filters.channel)
    if filters.status:
        statement = statement.where(Outgoing.status == filters.status)
    if filters.account_id:
        statement = statement.where(Outgoing.account_id == filters.account_id)
    if after:
        statement = statement.where(Outgoing.id < after)
    rows = (await connection.execute(statement)).all()
    found = [
        Line(
            row.id,
            row.channel,
            row.to,
            row.subject or shown(row.body, secret=row.secret).partition("\n")[0],
            row.status,
            row.error,
            row.created_at,
        )
        for row in rows
    ]
    return LinePage(found[:limit], found[limit - 1].id if len(found) > limit else None)


async def counts(connection: AsyncConnection) -> Mapping[OutgoingStatus, int]:
    """How many messages there are in each state."""
    rows = await connection.execute(select(Outgoing.status, func.count()).group_by(Outgoing.status))
    found = {row[0]: row[1] for row in rows}
    return {status: found.get(status, 0) for status in OutgoingStatus}


async def message(session: AsyncSession, outgoing_id: UUID) -> Outgoing:
    """One message, detached from the database, with its secrets as this administrator may see them."""
    found = await session.scalar(select(Outgoing).where(Outgoing.id == outgoing_id))
    if found is None:
        raise NotFound
    session.expunge(found)
    found.body = shown(found.body, secret=found.secret)
    if found.html is not None:
        found.html = shown(found.html, secret=found.secret)
    return found


def as_letter(found: Outgoing) -> str:
    """How an email looks to who gets it."""
    return letter.html(found)


def shown(body: str, *, secret: bool) -> str:
    """In production nobody reads other people's codes and links: with them one signs in as somebody else."""
    if not secret or not settings().is_production:
        return body
    return _CODES.sub("••••••", _LINKS.sub(r"\1/…", body))
