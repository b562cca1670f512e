"""An urgent alert that nobody read goes by SMS, once; so does any that WhatsApp refused, to who has no email."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.bookings.models import Booking
from twiza.kit import ids, tasks
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Channel, Outgoing
from twiza.notifications.catalogue import BY_KIND
from twiza.notifications.channels.sms import writing as sms
from twiza.notifications.channels.whatsapp.models import WhatsAppSent
from twiza.notifications.models import Notification
from twiza.notifications.notice import Notice
from twiza.notifications.people import COLUMNS, Person
from twiza.notifications.rows import Row


async def take_another_way(session: AsyncSession, message: Outgoing) -> None:
    """What could not be delivered by WhatsApp is looked at again at once."""
    if message.channel is Channel.WHATSAPP and (notice := message.payload.get("notice")):
        await tasks.enqueue(session, sms.FALL_BACK, notice, message.payload.get("booking", ""), False)


async def fall_back(notice_id: UUID, booking_id: str, *, urgent: bool = True) -> None:
    """Unless it was read under the bell or on WhatsApp, or what it asks for has been done."""
    async with unit_of_work() as session:
        told = await session.scalar(select(Notification).where(Notification.id == notice_id))
        if told is None or told.read_at is not None or await _was_read_on_whatsapp(session, notice_id):
            return
        row = BY_KIND[told.kind]
        if await _is_over(session, row, booking_id):
            return
        found = await session.execute(select(*COLUMNS).where(Account.id == told.account_id))
        person = Person(*found.one())
        notice = Notice(notice_id, row, {**told.params, "booking_id": booking_id}, urgent)
        has_it_already = person.email_verified and not urgent
        if person.deleted_at is None and not has_it_already and sms.is_reachable(person, notice):
            await sms.send(session, person, notice)


async def _was_read_on_whatsapp(session: AsyncSession, notice_id: UUID) -> bool:
    read = (
        select(WhatsAppSent.wamid)
        .join(Outgoing, Outgoing.id == WhatsAppSent.outgoing_id)
        .where(Outgoing.dedupe == f"whatsapp:{notice_id}", WhatsAppSent.read_at.is_not(None))
    )
    return await session.scalar(read) is not None


async def _is_over(session: AsyncSession, row: Row, booking_id: str) -> bool:
    """Whether the booking has moved on from what the alert asks for."""
    if not row.only_while:
        return False
    status = select(Booking.status).where(Booking.id == ids.parse(booking_id))
    return await session.scalar(status) != row.only_while
