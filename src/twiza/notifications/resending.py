"""Sending once more what didn't go the first time, because an admin decided so."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import audit
from twiza.kit import clock, tasks
from twiza.kit.db import lock
from twiza.kit.errors import Conflict
from twiza.kit.i18n import N_
from twiza.kit.outgoing import DELIVER, Outgoing, OutgoingStatus, configured

RESENDABLE = frozenset({OutgoingStatus.FAILED, OutgoingStatus.UNCERTAIN, OutgoingStatus.KEPT})


async def resend(session: AsyncSession, outgoing_id: UUID, *, by: UUID) -> None:
    """Queue again what failed, what may not have arrived, or what waited for its channel's keys."""
    message = await lock(session, Outgoing, outgoing_id)
    if not can_resend(message):
        raise Conflict(N_("This message can’t be sent again."), code="not_resendable")
    if not configured(message.channel):
        raise Conflict(
            N_("This channel isn’t set up yet: the message stays in the outbox."), code="channel_off"
        )
    message.status = OutgoingStatus.QUEUED
    message.attempts = 0
    message.handed_at = None
    message.error = None
    message.next_try_at = clock.now()
    await audit.write(session, by, "resend", "outgoing", outgoing_id)
    await tasks.enqueue(session, DELIVER, outgoing_id)


def can_resend(message: Outgoing) -> bool:
    """Only what has ended without surely arriving, and still has its words."""
    return message.status in RESENDABLE and message.wiped_at is None
