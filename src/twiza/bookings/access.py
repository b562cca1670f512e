"""Who sees a booking: its two people. For everybody else there is none; administrators have their own way in."""

from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking, BookingRequest
from twiza.kit.errors import NotFound

_VIEWER = bindparam("viewer", type_=Booking.client_id.type)
_OTHER = bindparam("other", type_=Booking.client_id.type)
_CONFIRMED_BETWEEN = select(
    exists().where(
        Booking.status == BookingStatus.CONFIRMED,
        or_(
            and_(Booking.client_id == _VIEWER, Booking.pro_id == _OTHER),
            and_(Booking.client_id == _OTHER, Booking.pro_id == _VIEWER),
        ),
    )
)


def visible_to(account_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """The bookings of this account, on either side of the door."""
    return or_(Booking.client_id == account_id, Booking.pro_id == account_id)


async def seen(session: AsyncSession, booking_id: UUID, account_id: UUID) -> Booking:
    """The booking, if this person takes part in it."""
    found = await session.scalar(select(Booking).where(Booking.id == booking_id, visible_to(account_id)))
    if found is None:
        raise NotFound
    return found


async def own_request(session: AsyncSession, request_id: UUID, account_id: UUID) -> BookingRequest:
    """The request, if this person made it; those who were asked see their booking of it."""
    own = (BookingRequest.id == request_id, BookingRequest.client_id == account_id)
    found = await session.scalar(select(BookingRequest).where(*own))
    if found is None:
        raise NotFound
    return found


async def numbers_shown(connection: AsyncConnection | AsyncSession, viewer_id: UUID, other_id: UUID) -> bool:
    """Whether a booking between the two is confirmed now: only then does either read the other's number."""
    both = {"viewer": viewer_id, "other": other_id}
    return bool((await connection.execute(_CONFIRMED_BETWEEN, both)).scalar_one())
