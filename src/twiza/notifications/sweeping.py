"""What the clock does for messages: pick up what was left lying, erase secrets past their time."""

from datetime import timedelta

from sqlalchemy import select, update

from twiza.kit import clock
from twiza.kit.db import reading, unit_of_work
from twiza.kit.outgoing import Outgoing
from twiza.notifications.delivering import WAITING, deliver, wiped

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
