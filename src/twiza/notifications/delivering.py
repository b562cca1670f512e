"""Taking a written message to its provider, by as many workers as there are, without sending it twice.

A message goes through three short transactions, none of them open while the network is used: *claim* it for
the length of a lease, *hand it over* (stamped just before the call), *settle* what came of it. What may go
wrong:

- two workers at once: the row is locked while it is claimed, and a claim is refused until the lease is over;
- a worker dies before the hand-over: nothing was sent, and the message is claimed again after the lease;
- a worker dies, or the provider falls silent, after the hand-over: nobody can know whether it went. A code or
  a link is sent again while it is valid, since a second copy harms nobody and a lost one locks somebody out.
  Any other message becomes `uncertain`: it is never sent again by itself, and an admin sees it and decides;
- the provider says no for now: more tries, further and further apart, then `failed`; for good: at once.
"""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.models import Booking
from twiza.kit import clock, ids, tasks
from twiza.kit.db import lock, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.outgoing import DELIVER, Outgoing, OutgoingStatus, configured
from twiza.notifications import falling_back
from twiza.notifications.channels import TRANSPORTS
from twiza.notifications.outcomes import NoKeys, NotDelivered, TryLater, Unclear

log = structlog.get_logger()
# Longer than the slowest transport's own time limits, taken together.
LEASE = timedelta(minutes=2)
WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
MOST_ATTEMPTS = len(WAITS) + 1
WAITING = (OutgoingStatus.QUEUED, OutgoingStatus.SENDING)


async def deliver(outgoing_id: UUID) -> None:
    """Send this message if it is due and nobody else is at it."""
    message = await claim(outgoing_id)
    if message is None or not await hand_over(message):
        return
    try:
        await TRANSPORTS[message.channel](message)
    except NotDelivered as failure:
        await _settle_failure(message, failure)
    else:
        await _settle(message, status=OutgoingStatus.SENT, sent_at=clock.now(), error=None)


async def claim(outgoing_id: UUID) -> Outgoing | None:
    """Take a due message for the length of a lease, or end one that must not be sent any more."""
    async with unit_of_work() as session:
        try:
            message = await lock(session, Outgoing, outgoing_id)
        except NotFound:
            return None
        now = clock.now()
        if message.status not in WAITING or message.next_try_at > now:
            return None
        ended = _over(message) or await _without_cause(session, message)
        if ended is not None:
            message.status = ended
            message.claim = None
            return None
        message.status = OutgoingStatus.SENDING
        message.attempts += 1
        message.claim = ids.new()
        message.handed_at = None
        message.next_try_at = now + LEASE
        return message


def _over(message: Outgoing) -> OutgoingStatus | None:
    """The end a waiting message has reached without being sent, if it has."""
    if message.expires_at is not None and message.expires_at <= clock.now():
        return OutgoingStatus.EXPIRED
    if message.handed_at is not None and not message.secret:
        return OutgoingStatus.UNCERTAIN
    if message.attempts >= MOST_ATTEMPTS:
        return OutgoingStatus.FAILED
    return None if configured(message.channel) else OutgoingStatus.KEPT


async def _without_cause(session: AsyncSession, message: Outgoing) -> OutgoingStatus | None:
    """What waited for the morning may be about a booking that has moved on since: then nobody is woken by it."""
    wanted = message.payload.get("while")
    if not wanted:
        return None
    booking = ids.parse(str(message.payload["booking"]))
    status = await session.scalar(select(Booking.status).where(Booking.id == booking))
    return None if status == wanted else OutgoingStatus.EXPIRED


async def hand_over(message: Outgoing) -> bool:
    """Stamp the moment before the call; a worker that slept through its lease finds its claim gone."""
    async with unit_of_work() as session:
        stamped = await session.execute(
            update(Outgoing)
            .where(
                Outgoing.id == message.id, Outgoing.claim == message.claim, Outgoing.next_try_at > clock.now()
            )
            .values(handed_at=clock.now())
            .returning(Outgoing.id)
        )
        return stamped.first() is not None


async def _settle_failure(message: Outgoing, failure: NotDelivered) -> None:
    again = isinstance(failure, TryLater) or (isinstance(failure, Unclear) and message.secret)
    log.warning(
        "message not delivered", outgoing=str(message.id), channel=message.channel, reason=str(failure)
    )
    if isinstance(failure, NoKeys):
        await _settle(message, status=OutgoingStatus.KEPT, error=str(failure), handed_at=None)
    elif isinstance(failure, Unclear) and not message.secret:
        await _settle(message, status=OutgoingStatus.UNCERTAIN, error=str(failure))
    elif again and message.attempts < MOST_ATTEMPTS:
        wait = WAITS[message.attempts - 1]
        if isinstance(failure, TryLater) and failure.after is not None:
            wait = max(wait, failure.after)
        await _settle(
            message,
            status=OutgoingStatus.QUEUED,
            error=str(failure),
            handed_at=None,
            next_try_at=clock.now() + wait,
            wait=wait,
        )
    else:
        await _settle(message, status=OutgoingStatus.FAILED, error=str(failure))


async def _settle(message: Outgoing, *, wait: timedelta | None = None, **values: object) -> None:
    """Write down what came of a try, unless the message has passed into other hands."""
    if values["status"] is OutgoingStatus.SENT and message.secret:
        values |= wiped()
    async with unit_of_work() as session:
        await session.execute(
            update(Outgoing)
            .where(Outgoing.id == message.id, Outgoing.claim == message.claim)
            .values(claim=None, **values)
        )
        if wait is not None:
            await tasks.enqueue(session, DELIVER, message.id, delay=wait)
        if values["status"] is OutgoingStatus.FAILED:
            await falling_back.take_another_way(session, message)


def wiped() -> dict[str, object]:
    """What is left of a secret once nobody needs it."""
    return {"body": "", "html": None, "wiped_at": clock.now()}
