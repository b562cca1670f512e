"""Serving another city: only with no job ahead, for people are waited for where they said they would be.

The hours that bookings hold are seen here; what else stands in the way is for domains above to say (`before_moving`).
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles.places import City
from twiza.pros import hat, hours, locking
from twiza.pros.becoming import NO_SUCH_CITY
from twiza.pros.calendar import number
from twiza.pros.events import ProChanged
from twiza.pros.models import CALENDAR_HOURS, ProCalendar, ProNeighbourhood, ProProfile

JOBS_AHEAD = N_("You have confirmed jobs ahead in your city. Change it when they are done.")
Objection = Callable[[AsyncSession, UUID], Awaitable[None]]
_objections: list[Objection] = []


def before_moving(object_to: Objection) -> Objection:
    """Register a domain's say: it refuses with an error while somebody still counts on the pro in that city."""
    _objections.append(object_to)
    return object_to


async def change_city(session: AsyncSession, account_id: UUID, *, city_id: UUID | None) -> ProProfile:
    """Another city, and no longer the neighbourhoods of the old one.

    The profile is held, so that no request comes in between.
    """
    profile = await locking.hold_own(session, account_id)
    if city_id == profile.city_id:
        return profile
    offered = select(City.id).where(City.id == city_id, City.hidden.is_(False))
    known = await session.scalar(offered) if city_id else None
    if known is None:
        raise Invalid({"city": NO_SUCH_CITY})
    if await has_jobs_ahead(session, account_id):
        raise Conflict(JOBS_AHEAD, code="jobs_ahead")
    for object_to in _objections:
        await object_to(session, account_id)
    profile.city_id = known
    await session.execute(delete(ProNeighbourhood).where(ProNeighbourhood.pro_id == account_id))
    await session.flush()
    await hat.keep_in_step(session, profile)
    record(session, ProChanged(account_id))
    return profile


async def has_jobs_ahead(session: AsyncSession, account_id: UUID) -> bool:
    """Whether a booking holds an hour that isn't over."""
    row = (
        await session.execute(
            select(ProCalendar.base_hour, ProCalendar.locked).where(ProCalendar.pro_id == account_id)
        )
    ).one_or_none()
    if row is None:
        return False
    ahead = hours.span(hours.hour_of(clock.now()) - row.base_hour, CALENDAR_HOURS, CALENDAR_HOURS)
    return bool(number(row.locked) & ahead)
