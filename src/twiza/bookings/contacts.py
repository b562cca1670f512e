"""Numbers and addresses: given out here and nowhere else, to the other side, while the booking is confirmed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account
from twiza.bookings.access import visible_to
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.people import Client, Pro
from twiza.bookings.statuses import IS_CONFIRMED
from twiza.kit import direct
from twiza.pros.models import ProProfile


@dataclass(frozen=True, slots=True)
class Address:
    """Where the job is."""

    address: str
    floor: str
    landmark: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How one side of a confirmed booking reaches the other; a client is told no address but their own."""

    name: str
    phone: str | None
    whatsapp: str | None
    address: Address | None

    @property
    def wa_me(self) -> str | None:
        number = self.whatsapp or self.phone
        return f"https://wa.me/{number.lstrip('+')}" if number else None


def _name(account: type[Account]) -> ColumnElement[str]:
    return func.btrim(account.first_name + " " + account.last_name)


def _phone(account: type[Account]) -> ColumnElement[str | None]:
    """A number that nobody proved may be anybody's."""
    return case((account.phone_verified_at.is_not(None), account.phone))


# The status stands in the statement itself: what isn't confirmed leaves the database with nothing.
_CONFIRMED = (
    select(
        Booking.client_id,
        _name(Client).label("client_name"),
        _phone(Client).label("client_phone"),
        _name(Pro).label("pro_name"),
        _phone(Pro).label("pro_phone"),
        ProProfile.whatsapp,
        BookingRequest.address,
        BookingRequest.floor,
        BookingRequest.landmark,
    )
    .select_from(Booking)
    .join(BookingRequest, BookingRequest.id == Booking.request_id)
    .join(Client, Client.id == Booking.client_id)
    .join(Pro, Pro.id == Booking.pro_id)
    .join(ProProfile, ProProfile.account_id == Booking.pro_id)
    .where(
        IS_CONFIRMED,
        Booking.id == bindparam("booking", type_=Booking.id.type),
        visible_to(bindparam("viewer", type_=Booking.client_id.type)),
    )
)


async def contact(
    connection: AsyncConnection | AsyncSession, booking_id: UUID, viewer_id: UUID
) -> Contact | None:
    """The other side's name, numbers and, for the pro, the address; nothing once it isn't confirmed any more."""
    theirs = {"booking": booking_id, "viewer": viewer_id}
    row = await direct.row(connection, _CONFIRMED, theirs)
    if row is None:
        return None
    if viewer_id == row.client_id:
        return Contact(row.pro_name, row.pro_phone, row.whatsapp, None)
    where = Address(row.address, row.floor, row.landmark)
    return Contact(row.client_name, row.client_phone, None, where)
