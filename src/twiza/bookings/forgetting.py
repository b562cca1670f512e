"""Somebody has left: that a booking was is kept, what they wrote and where they live is not."""

from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import locking
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking, BookingRequest, RequestFile
from twiza.kit import storage

_BY_CLIENT = (BookingStatus.CANCELLED_BY_CLIENT, BookingStatus.CANCELLED_BY_CLIENT_LATE)
# A cancelled visit has a reason; this is what is left of it.
FORGOTTEN = "…"


async def forget(session: AsyncSession, account_id: UUID) -> None:
    """The words, the address and the files of their requests; the reasons they gave."""
    # A request under way ends before this, a later one finds no account; then in the order of all locks.
    await locking.hold_people(session, account_id, {account_id})
    await _forget_reasons(session, account_id)
    own = BookingRequest.client_id == account_id
    nothing = {"description": "", "address": "", "floor": "", "landmark": "", "neighbourhood_id": None}
    await session.execute(update(BookingRequest).where(own).values(**nothing))
    files = select(RequestFile.file_id).where(
        RequestFile.request_id.in_(select(BookingRequest.id).where(own))
    )
    for file_id in (await session.scalars(files.order_by(RequestFile.file_id))).all():
        await storage.erase(session, file_id)
    await session.execute(delete(RequestFile).where(RequestFile.file_id.in_(files)))


async def _forget_reasons(session: AsyncSession, account_id: UUID) -> None:
    as_client = and_(Booking.client_id == account_id, Booking.status.in_(_BY_CLIENT))
    as_pro = and_(Booking.pro_id == account_id, Booking.status == BookingStatus.CANCELLED_BY_PRO)
    said = Booking.cancel_reason != ""
    for booking in await locking.hold_bookings(session, and_(said, or_(as_client, as_pro))):
        booking.cancel_reason = FORGOTTEN if booking.status is BookingStatus.CANCELLED_BY_PRO else ""
