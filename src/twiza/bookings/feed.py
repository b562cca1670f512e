"""What goes into a calendar: one's bookings as entries. Numbers never; the address only while it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account
from twiza.accounts.shielding import masked
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.people import Client, Pro
from twiza.bookings.reading import Label
from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.profiles.places import Category, City

# Long enough for a month's books, short enough for a phone that asks every hour.
_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking as a calendar holds it; `other` is the public name of the other side."""

    id: UUID
    reference: str
    category: str
    city: str
    other: str
    address: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    is_off: bool
    created_at: datetime


def _public(account: type[Account]) -> ColumnElement[str]:
    return func.btrim(account.first_name + " " + func.left(account.last_name, 1))


# What was never confirmed was never in anybody's calendar.
_ENTRIES = (
    select(
        Booking.id,
        Booking.reference,
        Booking.status,
        Booking.client_id,
        Booking.starts_at,
        Booking.ends_at,
        Booking.sequence,
        Booking.created_at,
        *(Category.name_fr, Category.name_ar, Category.name_en),
        *(City.name_fr.label("city_fr"), City.name_ar.label("city_ar"), City.name_en.label("city_en")),
        _public(Client).label("client"),
        _public(Pro).label("pro"),
        BookingRequest.address,
        BookingRequest.floor,
        BookingRequest.landmark,
    )
    .select_from(Booking)
    .join(BookingRequest, BookingRequest.id == Booking.request_id)
    .join(Category, Category.id == Booking.category_id)
    .join(City, City.id == Booking.city_id)
    .join(Client, Client.id == Booking.client_id)
    .join(Pro, Pro.id == Booking.pro_id)
    .where(Booking.confirmed_at.is_not(None))
    .order_by(Booking.starts_at)
)
_OF_PRO = _ENTRIES.where(Booking.pro_id == bindparam("pro"), Booking.starts_at > bindparam("since"))
_ONE = _ENTRIES.where(
    Booking.reference == bindparam("reference"),
    or_(Booking.client_id == bindparam("viewer"), Booking.pro_id == bindparam("viewer")),
    Booking.status == BookingStatus.CONFIRMED,
)


async def of_pro(connection: AsyncConnection, pro_id: UUID) -> Sequence[Entry]:
    """A pro's bookings of the last two months and all to come, those called off included."""
    values = {"pro": pro_id, "since": clock.now() - _BACK}
    return [_entry(row, pro_id) for row in (await connection.execute(_OF_PRO, values)).all()]


async def of_one(connection: AsyncConnection, reference: str, viewer_id: UUID) -> Entry:
    """A confirmed booking of this person, to put into their calendar."""
    row = (await connection.execute(_ONE, {"reference": reference, "viewer": viewer_id})).one_or_none()
    if row is None:
        raise NotFound
    return _entry(row, viewer_id)


def _entry(row: Row[*tuple[Any, ...]], viewer_id: UUID) -> Entry:
    confirmed = row.status is BookingStatus.CONFIRMED
    is_client = row.client_id == viewer_id
    where = ", ".join(part for part in (row.address, row.floor, row.landmark) if part) if confirmed else ""
    return Entry(
        id=row.id,
        reference=row.reference,
        category=Label("", row.name_fr, row.name_ar, row.name_en).name,
        city=Label("", row.city_fr, row.city_ar, row.city_en).name,
        other=row.pro if is_client else row.client,
        address=where if is_client else masked(where),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        sequence=row.sequence,
        is_off=row.status not in {BookingStatus.CONFIRMED, BookingStatus.COMPLETED},
        created_at=row.created_at,
    )
