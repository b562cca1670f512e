"""What WhatsApp took from us, by its own id: taps count only on what stands here, and readings are noted here.

A worker may die between sending and remembering. Every message therefore carries the id of its outbox row, which
comes back with the first word of its delivery: whichever arrives first, the row here is the same.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock, ids
from twiza.kit.outgoing import Outgoing, OutgoingStatus
from twiza.notifications.channels.whatsapp.models import WhatsAppSent
from twiza.notifications.falling_back import take_another_way

# Deliveries are told in any order; a later state is never undone by an earlier one.
_ORDER = ("failed", "sent", "delivered", "read")


async def remember(session: AsyncSession, message: Outgoing, wamid: str) -> None:
    """Keep its id, once."""
    if message.account_id is None:
        return
    await session.execute(
        insert(WhatsAppSent)
        .values(
            wamid=wamid,
            outgoing_id=message.id,
            account_id=message.account_id,
            booking_id=ids.parse(str(message.payload.get("booking", ""))),
            kind=str(message.payload.get("kind", "")),
            status="sent",
            sent_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["wamid"])
    )


async def told(
    session: AsyncSession, wamid: str, status: str, at: datetime, *, carried: str, error: str
) -> bool:
    """How far it came; False for messages that aren't ours."""
    outgoing = await _outgoing(session, wamid, carried)
    if outgoing is not None:
        await remember(session, outgoing, wamid)
        await _settle(session, outgoing.id, status, error)
        if status == "failed":
            await take_another_way(session, outgoing)
    rank = case(*((WhatsAppSent.status == name, place) for place, name in enumerate(_ORDER)), else_=0)
    known = status in _ORDER
    values: dict[str, object] = {}
    if known:
        values["status"] = case((rank <= _ORDER.index(status), status), else_=WhatsAppSent.status)
    if status in {"delivered", "read"}:
        values["delivered_at"] = func.coalesce(WhatsAppSent.delivered_at, at)
    if status == "read":
        values["read_at"] = func.coalesce(WhatsAppSent.read_at, at)
    if not values:
        return False
    done = await session.execute(
        update(WhatsAppSent).where(WhatsAppSent.wamid == wamid).values(**values).returning(WhatsAppSent.wamid)
    )
    return done.first() is not None


async def sent(session: AsyncSession, wamid: str) -> WhatsAppSent | None:
    """The message of ours that has this id."""
    return await session.get(WhatsAppSent, wamid, populate_existing=True)


async def _outgoing(session: AsyncSession, wamid: str, carried: str) -> Outgoing | None:
    carried_id: UUID | None = ids.parse(carried)
    remembered = select(WhatsAppSent.outgoing_id).where(WhatsAppSent.wamid == wamid).scalar_subquery()
    whose = or_(Outgoing.id == remembered, Outgoing.id == carried_id)
    return (await session.scalars(select(Outgoing).where(whose).limit(1))).first()


async def _settle(session: AsyncSession, outgoing_id: UUID, status: str, error: str) -> None:
    """What a dead worker left open is known now; what WhatsApp took and couldn't deliver has failed after all."""
    if status == "failed":
        await session.execute(
            update(Outgoing)
            .where(Outgoing.id == outgoing_id)
            .values(status=OutgoingStatus.FAILED, error=error or "failed", claim=None)
        )
        return
    open_ends = (OutgoingStatus.UNCERTAIN, OutgoingStatus.SENDING)
    await session.execute(
        update(Outgoing)
        .where(Outgoing.id == outgoing_id, Outgoing.status.in_(open_ends))
        .values(status=OutgoingStatus.SENT, sent_at=clock.now(), error=None, claim=None)
    )
