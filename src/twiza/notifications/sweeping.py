"""What the clock does for messages: pick up what was left lying, erase secrets past their time."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.outgoing import Outgoing
from twiza.notifications.channels.whatsapp.models import WhatsAppReceived
from twiza.notifications.delivering import WAITING, deliver, wiped

# Meta repeats a call for a week; what was said and handled is kept no longer than a question about it may come.
RECEIVED_KEPT = timedelta(days=90)
# The message's own task comes first; the sweep only takes what that left lying.
GRACE = timedelta(seconds=30)
AT_ONCE = 100


async def deliver_waiting() -> None:
    """Deliver what is due and has no task any more: its lease ran out, or its task was lost."""
    async with reading() as connection:
        due = await connection.scalars(
            select(Outgoing.id)
            .where(Outgoing.status.in_(WAITING), Outgoing.next_try_at <= clock.now() - GRACE)
            .order_by(Outgoing.next_try_at)
            .limit(AT_ONCE)
        )
        waiting = list(due)
    for outgoing_id in waiting:
        await deliver(outgoing_id)


async def wipe_expired_secrets() -> None:
    """Erase codes and links that nobody can use any more, wherever they ended."""
    async with unit_of_work() as session:
        await session.execute(
            update(Outgoing)
            .where(Outgoing.secret, Outgoing.wiped_at.is_(None), Outgoing.expires_at <= clock.now())
            .values(**wiped())
        )


async def forget_received() -> None:
    """What WhatsApp brought holds people's numbers and words: handled, it is kept for a season only."""
    async with unit_of_work() as session:
        await session.execute(
            delete(WhatsAppReceived).where(
                WhatsAppReceived.handled_at.is_not(None),
                WhatsAppReceived.created_at < clock.now() - RECEIVED_KEPT,
            )
        )
