"""Whoever leaves takes their notices along, and their devices fall silent."""

from uuid import UUID

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import AccountBanned, AccountDeleted, SignedOutEverywhere
from twiza.bookings.models import Booking
from twiza.kit.events import on
from twiza.notifications.channels.push import devices
from twiza.notifications.channels.push.models import DeviceToken
from twiza.notifications.channels.whatsapp import consenting
from twiza.notifications.models import Notification


@on(AccountDeleted)
async def forget(session: AsyncSession, event: AccountDeleted) -> None:
    """In the transaction of the deletion: forgotten together, or not at all."""
    for kept in (Notification, DeviceToken):
        await session.execute(delete(kept).where(kept.account_id == event.account_id))
    await consenting.forget(session, event.account_id)
    await _forget_words(session, event.account_id)


async def _forget_words(session: AsyncSession, account_id: UUID) -> None:
    """Why they cancelled a visit, as the other side was told."""
    about = (
        Notification.params["reference"].astext == Booking.reference,
        Notification.params.has_key("reason"),
        or_(
            and_(Booking.pro_id == account_id, Notification.account_id == Booking.client_id),
            and_(Booking.client_id == account_id, Notification.account_id == Booking.pro_id),
        ),
    )
    nothing = Notification.params.concat({"reason": "…"})
    await session.execute(update(Notification).where(*about).values(params=nothing))


@on(AccountBanned)
async def silence(session: AsyncSession, event: AccountBanned) -> None:
    """Nothing is written any more to somebody who may not come back."""
    await devices.remove_all(session, event.account_id, "banned")
    await consenting.stop(session, event.account_id)


@on(SignedOutEverywhere)
async def silence_devices(session: AsyncSession, event: SignedOutEverywhere) -> None:
    """A lost phone shows nothing more."""
    await devices.remove_all(session, event.account_id, "signed out everywhere")
