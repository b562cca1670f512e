"""Messages that leave the house: one row each, written in the transaction of what they tell of.

A domain calls `send`; the row and the task that delivers it commit or vanish together. How a channel delivers is the
business of `twiza.notifications`, which is why the task is enqueued by its name. A channel without keys keeps its
messages where an admin can read them, so that everything can be tried.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DateTime, Enum, ForeignKey, Index, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from twiza.kit import clock, ids, tasks
from twiza.kit.db import Base, CreatedAt, Id
from twiza.kit.settings import settings

DELIVER = "deliver_outgoing"
# A code or a link is worth nothing later than the longest-lived of them.
SECRET_LIFE = timedelta(minutes=30)


class Channel(StrEnum):
    """The ways a message leaves."""

    EMAIL = "email"
    SMS = "sms"


class OutgoingStatus(StrEnum):
    """Where a message is: waiting, in somebody's hands, or at one of five ends."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"


class Outgoing(Base):
    """One message to one address."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_waiting", "next_try_at", postgresql_where=text("status IN ('queued', 'sending')")),
        Index("ix_outgoing_unwiped", "expires_at", postgresql_where=text("secret AND wiped_at IS NULL")),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    channel: Mapped[Channel] = mapped_column(
        Enum(Channel, name="outgoing_channel", values_callable=lambda kind: [str(one) for one in kind])
    )
    to: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str | None]
    text: Mapped[str]
    html: Mapped[str | None]
    unsubscribe_url: Mapped[str | None]
    secret: Mapped[bool]
    dedupe: Mapped[str | None] = mapped_column(unique=True)
    status: Mapped[OutgoingStatus] = mapped_column(
        Enum(OutgoingStatus, name="outgoing_status", values_callable=lambda kind: [str(one) for one in kind])
    )
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    next_try_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    claim: Mapped[UUID | None]
    handed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    wiped_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    error: Mapped[str | None]
    created_at: Mapped[CreatedAt]


async def send(
    session: AsyncSession,
    *,
    channel: str,
    to: str,
    text: str,
    subject: str | None = None,
    html: str | None = None,
    account_id: UUID | None = None,
    secret: bool = False,
    language: str = "fr",
    dedupe: str | None = None,
    expires_at: datetime | None = None,
    unsubscribe_url: str | None = None,
) -> UUID:
    """Write a message that leaves once the caller's transaction has committed, and never if it rolls back.

    `secret` marks codes and links: admins see them masked in production, they aren't sent after `expires_at`, and the
    body is wiped once delivered or expired. A second message with the same `dedupe` is the first one.
    """
    now = clock.now()
    has_keys = configured(Channel(channel))
    row = {
        "id": ids.new(),
        "account_id": account_id,
        "channel": Channel(channel),
        "to": to,
        "language": language,
        "subject": subject,
        "text": text,
        "html": html,
        "unsubscribe_url": unsubscribe_url,
        "secret": secret,
        "dedupe": dedupe,
        "status": OutgoingStatus.QUEUED if has_keys else OutgoingStatus.KEPT,
        "next_try_at": now,
        "expires_at": expires_at or (now + SECRET_LIFE if secret else None),
        "created_at": now,
    }
    added = await session.scalar(
        insert(Outgoing).values(row).on_conflict_do_nothing(index_elements=["dedupe"]).returning(Outgoing.id)
    )
    if added is None:
        return (await session.execute(select(Outgoing.id).where(Outgoing.dedupe == dedupe))).scalar_one()
    if has_keys:
        await tasks.enqueue(session, DELIVER, added)
    return added


def configured(channel: Channel) -> bool:
    """Whether this channel has what it needs to reach people."""
    return bool({Channel.EMAIL: settings().smtp_url, Channel.SMS: settings().sms_url}[channel])
