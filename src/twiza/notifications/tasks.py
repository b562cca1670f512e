"""Background entry points."""

from uuid import UUID

from twiza.kit.outgoing import DELIVER
from twiza.kit.tasks import task
from twiza.notifications import delivering, falling_back
from twiza.notifications.channels.sms.writing import FALL_BACK
from twiza.notifications.channels.whatsapp import handling, receiving


@task(DELIVER)
async def deliver_outgoing(outgoing_id: UUID) -> None:
    await delivering.deliver(outgoing_id)


@task(FALL_BACK)
async def fall_back_to_sms(notice_id: UUID, booking_id: str, urgent: bool = True) -> None:
    await falling_back.fall_back(notice_id, booking_id, urgent=urgent)


@task(receiving.HANDLE)
async def handle_whatsapp(received_id: UUID) -> None:
    await handling.handle(received_id)
