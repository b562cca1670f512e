"""What a client has under way when they ask for somebody: all that speaks against it, in one read."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus
from twiza.bookings import delays
from twiza.bookings.fitting import WHILE
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.statuses import IS_CONFIRMED, IS_PENDING
from twiza.kit import direct

_CLIENT = bindparam("client", type_=Uuid)
_MOMENT = DateTime(timezone=True)
_START = bindparam("starts_at", type_=_MOMENT)
_MINE = and_(IS_PENDING, Booking.client_id == _CLIENT)
# Somebody who waits past the time counts for nothing, even if the clock hasn't come round.
LAPSED = and_(_MINE, Booking.expires_at <= bindparam("now", type_=_MOMENT))
_ASKED = and_(
    _MINE, Booking.starts_at == _START, Booking.pro_id == bindparam("pros", type_=ARRAY(Uuid)).any_()
)
# On either side.
_BUSY = and_(IS_CONFIRMED, WHILE, or_(Booking.client_id == _CLIENT, Booking.pro_id == _CLIENT))
_WAITING = select(func.count()).where(
    _MINE,
    Booking.city_id == bindparam("city", type_=Uuid),
    Booking.category_id == bindparam("category", type_=Uuid),
)
_FOUND = select(
    and_(Account.status == AccountStatus.ACTIVE, Account.deleted_at.is_(None)).label("is_active"),
    Account.phone_verified_at.is_not(None).label("phone_verified"),
    exists().where(LAPSED).label("lapsed"),
    exists().where(_ASKED).label("asked"),
    exists().where(_BUSY).label("busy"),
    _WAITING.scalar_subquery().label("waiting"),
).where(Account.id == _CLIENT)


class UnderWay(NamedTuple):
    """Whether the account may act, whether requests of it have lapsed; then what it asked for and got already."""

    is_active: bool
    phone_verified: bool
    lapsed: bool
    asked: bool
    busy: bool
    waiting: int


async def find(
    session: AsyncSession, request: BookingRequest, pro_ids: Collection[UUID], now: datetime
) -> UnderWay:
    """All of this client, beside a request for these pros."""
    values = {
        "client": request.client_id,
        "pros": list(pro_ids),
        "city": request.city_id,
        "category": request.category_id,
        "starts_at": request.starts_at,
        "ends_at": request.starts_at + delays.SLOT,
        "now": now,
    }
    return UnderWay(*await direct.row(session, _FOUND, values))
