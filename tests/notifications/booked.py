"""A request by WhatsApp, told in a line: Hassan the plumber agreed to be written to, Amina asks, the message arrives."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tests.bookings import telling
from tests.cast import Cast
from twiza.bookings.models import Booking
from twiza.kit import clock
from twiza.kit.db import unit_of_work
from twiza.kit.outgoing import Channel, Outgoing
from twiza.notifications import delivering
from twiza.notifications.channels.whatsapp import consenting
from twiza.stand_ins.whatsapp import Sent, WhatsApp

HASSAN, KARIM = "212693333333", "212644444444"


@dataclass
class Asked:
    """What one pro was asked, and the message that asks it."""

    booking: UUID
    sent: Sent

    def payload(self, verb: str) -> str:
        return f"bk:{self.booking}:{verb}"


async def agree(*accounts: UUID) -> None:
    """As whoever proved their number; how that is done is told in test_channel_pages."""
    async with unit_of_work() as session:
        for account in accounts:
            number = await consenting.number_of(session, account)
            assert number
            await consenting.keep(session, account, number, source="tests")


async def open_plumbers(cast: Cast) -> None:
    """Hassan and Youssef take requests by WhatsApp."""
    async with unit_of_work() as session:
        await telling.two_pros(session, cast)
    await agree(cast.hassan.id, cast.youssef.id)


async def ask(cast: Cast, whatsapp: WhatsApp, starts_at: datetime | None = None) -> Asked:
    """Amina asks Hassan and Youssef, by day, so that it leaves at once."""
    async with unit_of_work() as session:
        made = await telling.ask(session, cast.amina, [cast.hassan, cast.youssef], starts_at or telling.at(9))
    await deliver(Channel.WHATSAPP)
    booking = made[0].id
    (sent,) = [one for one in whatsapp.taken if any(str(booking) in payload for payload in one.payloads)]
    return Asked(booking, sent)


async def deliver(channel: Channel) -> None:
    """Everything of this channel that is due leaves now."""
    async with unit_of_work() as session:
        due = select(Outgoing.id).where(Outgoing.channel == channel, Outgoing.next_try_at <= clock.now())
        waiting = list(await session.scalars(due.order_by(Outgoing.id)))
    for one in waiting:
        await delivering.deliver(one)


async def booking(booking_id: UUID) -> Booking:
    async with unit_of_work() as session:
        return await telling.again(session, booking_id)


async def written(channel: Channel) -> list[Outgoing]:
    async with unit_of_work() as session:
        found = select(Outgoing).where(Outgoing.channel == channel).order_by(Outgoing.id)
        return list((await session.scalars(found)).all())
