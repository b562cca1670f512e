"""Whom to ask next when nobody of the first could come: those who are free at the same hour, the best first."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, exists, func, literal, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Block, Hat, HatKind
from twiza.bookings.models import Booking, BookingRequest
from twiza.kit import clock
from twiza.pros import access, hours
from twiza.pros.models import CALENDAR_HOURS, ProCalendar, ProProfile, ProService

# A few ratings more or less don't decide: everybody begins with these.
_RATINGS_BEFORE, _STARS_BEFORE = 5, 20


async def next_free(session: AsyncSession, request: BookingRequest, most: int) -> Sequence[UUID]:
    """So many listed pros of the city and the service, never one who was asked already for this."""
    pro = ProProfile.account_id
    asked = exists().where(Booking.request_id == request.id, Booking.pro_id == pro)
    blocked = exists().where(
        or_(
            and_(Block.blocker_id == request.client_id, Block.blocked_id == pro),
            and_(Block.blocker_id == pro, Block.blocked_id == request.client_id),
        )
    )
    offers = and_(
        ProService.pro_id == pro, ProService.category_id == request.category_id, ProService.is_active
    )
    worn = and_(Hat.account_id == pro, Hat.kind == HatKind.PRO)
    rating = (func.coalesce(Hat.rating_sum, 0) + _STARS_BEFORE) * literal_column("1.0")
    statement = (
        select(pro)
        .join(Account, Account.id == pro)
        .join(ProService, offers)
        .join(ProCalendar, ProCalendar.pro_id == pro)
        .outerjoin(Hat, worn)
        .where(ProProfile.city_id == request.city_id, pro != request.client_id, access.listed())
        .where(_is_free(request), ~asked, ~blocked)
        .order_by((rating / (func.coalesce(Hat.rating_count, 0) + _RATINGS_BEFORE)).desc(), pro)
        .limit(literal_column(str(most)))
    )
    if request.urgent:
        statement = statement.where(ProProfile.takes_urgent)
    return (await session.scalars(statement)).all()


def _is_free(request: BookingRequest) -> ColumnElement[bool]:
    """Open, not held, and after the pro's notice; a guess that is made certain once they are held."""
    place = (literal(hours.hour_of(request.starts_at)) - ProCalendar.base_hour).cast(Integer)
    free = ProCalendar.open.op("&")(func.bitnot(ProCalendar.locked))
    is_set = case(
        (place.between(0, CALENDAR_HOURS - 1), func.get_bit(free, place, type_=Integer) == 1), else_=False
    )
    notice = (request.starts_at - clock.now()) // timedelta(hours=1)
    return and_(is_set, ProProfile.min_notice_hours <= notice)
