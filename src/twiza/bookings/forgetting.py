"""Somebody has left: that a booking was is kept, what they wrote and where they live is not."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking, BookingRequest, RequestFile
from twiza.kit import storage

_BY_CLIENT = (BookingStatus.CANCELLED_BY_CLIENT, BookingStatus.CANCELLED_BY_CLIENT_LATE)
# A cancelled visit has a reason; this is what is left of it.
FORGOTTEN = "…"


async def forget(session: AsyncSession, account_id: UUID) -> None:
    """The words, the address and the files of their requests; the reasons they gave."""
    own = BookingRequest.client_id == account_id
    nothing = {"description": "", "address": "", "floor": "", "landmark": "", "neighbourhood_id": None}
    await session.execute(update(BookingRequest).where(own).values(**nothing))
    files = select(RequestFile.file_id).where(
        RequestFile.request_id.in_(select(BookingRequest.id).where(own))
    )
    for file_id in (await session.scalars(files)).all():
        await storage.erase(session, file_id)
    await session.execute(delete(RequestFile).where(RequestFile.file_id.in_(files)))
    said = Booking.cancel_reason != ""
    as_client = (Booking.client_id == account_id, Booking.status.in_(_BY_CLIENT), said)
    await session.execute(update(Booking).where(*as_client).values(cancel_reason=""))
    as_pro = (Booking.pro_id == account_id, Booking.status == BookingStatus.CANCELLED_BY_PRO, said)
    await session.execute(update(Booking).where(*as_pro).values(cancel_reason=FORGOTTEN))
