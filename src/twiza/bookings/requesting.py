"""A client needs somebody at an hour: one request, asked of one to three pros at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import access, asking, attaching, choosing, delays, locking, under_way, wording
from twiza.bookings.errors import Expired, Unusable
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.locking import HeldPro
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.wording import Where
from twiza.kit import clock, ids
from twiza.kit.errors import Conflict
from twiza.kit.i18n import N_
from twiza.pros.hours import is_on_the_hour

NOBODY = N_("Choose at least one pro.")
TOO_MANY_PROS = N_("Ask at most {most} pros at once.")
TWICE = N_("The same pro was chosen twice.")
NOT_ON_THE_HOUR = N_("Visits begin on the hour.")
IN_THE_PAST = N_("This hour has begun already.")
TOO_FAR = N_("Visits can be booked at most {days} days ahead.")
STILL_ASKED = N_("Somebody you asked can still come: wait for the answer.")
NOBODY_FREE = N_("Nobody else is free at this hour. Try another one.")
_SOMEBODY = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED)


async def request(
    session: AsyncSession,
    *,
    by: UUID,
    pro_ids: Sequence[UUID],
    category_id: UUID,
    starts_at: datetime,
    description: str,
    neighbourhood_id: UUID | None = None,
    address: str = "",
    floor: str = "",
    landmark: str = "",
    files: Sequence[UUID] = (),
    seconds: Mapping[UUID, int] | None = None,
    urgent: bool = False,
) -> BookingRequest:
    """Ask these pros, all or none, for one hour; `files` were sent before, `seconds` is how long recordings last."""
    _check_pros(pro_ids)
    _check_hour(starts_at)
    said = wording.description(description)
    where = wording.where(address, floor, landmark)
    client, profiles = await locking.hold_people(session, by, pro_ids)
    now = clock.now()
    _check_hour(starts_at)
    made = _made(by, _city(profiles, pro_ids), category_id, starts_at, said, where, now)
    made.neighbourhood_id, made.urgent = neighbourhood_id, urgent
    await attaching.check_neighbourhood(session, made)
    await asking.ask(session, made, client, pro_ids, now)
    await attaching.attach(session, made, files, seconds or {})
    return made


async def ask_next(
    session: AsyncSession, request_id: UUID, *, by: UUID, pro_ids: Sequence[UUID] = ()
) -> Sequence[Booking]:
    """Nobody came of those who were asked: ask others for the same hour, the best who are free unless some are named."""
    wanted = await access.own_request(session, request_id, by)
    if wanted.starts_at <= clock.now():
        raise Expired
    chosen = list(pro_ids) or await _next(session, wanted)
    _check_pros(chosen)
    client, _ = await locking.hold_people(session, by, chosen)
    now = clock.now()
    _check_hour(wanted.starts_at)
    if await _is_somebody_left(session, request_id, now):
        raise Conflict(STILL_ASKED, code="wrong_state")
    return await asking.ask(session, wanted, client, chosen, now)


async def _next(session: AsyncSession, wanted: BookingRequest) -> Sequence[UUID]:
    """As many as there is room for beside what waits for the same; with room for none, the limit speaks afterwards."""
    found = await under_way.find(session, wanted, (), clock.now())
    room = delays.MOST_PENDING - found.waiting
    chosen = await choosing.next_free(session, wanted, min(max(room, 1), delays.MOST_PROS))
    if not chosen:
        raise Conflict(NOBODY_FREE, code="nobody_free")
    return chosen


def _check_pros(pro_ids: Sequence[UUID]) -> None:
    if not pro_ids:
        raise Unusable("pro_ids", NOBODY, code="no_pro")
    if len(pro_ids) > delays.MOST_PROS:
        raise Unusable("pro_ids", TOO_MANY_PROS, code="too_many_pros", most=delays.MOST_PROS)
    if len(set(pro_ids)) < len(pro_ids):
        raise Unusable("pro_ids", TWICE, code="same_pro_twice")


def _check_hour(starts_at: datetime) -> None:
    now = clock.now()
    if not is_on_the_hour(starts_at):
        raise Unusable("starts_at", NOT_ON_THE_HOUR, code="not_on_the_hour")
    if starts_at <= now:
        raise Unusable("starts_at", IN_THE_PAST, code="in_the_past")
    if starts_at > now + delays.HORIZON:
        raise Unusable("starts_at", TOO_FAR, code="too_far_ahead", days=delays.HORIZON.days)


def _city(profiles: Mapping[UUID, HeldPro], pro_ids: Sequence[UUID]) -> UUID:
    """The city of the first who was asked; it has to be everybody's."""
    first = profiles.get(pro_ids[0])
    if first is None:
        raise Conflict(asking.NOT_OFFERED, code="not_offered", pro_id=str(pro_ids[0]))
    return first.city_id


def _made(  # noqa: PLR0917  the columns of a request
    client_id: UUID,
    city_id: UUID,
    category_id: UUID,
    starts_at: datetime,
    description: str,
    where: Where,
    now: datetime,
) -> BookingRequest:
    return BookingRequest(
        id=ids.new(),
        client_id=client_id,
        city_id=city_id,
        category_id=category_id,
        starts_at=starts_at,
        description=description,
        address=where.address,
        floor=where.floor,
        landmark=where.landmark,
        created_at=now,
    )


async def _is_somebody_left(session: AsyncSession, request_id: UUID, now: datetime) -> bool:
    """Whether one of those asked has said yes, or may still say it."""
    waiting_in_vain = (Booking.status == BookingStatus.PENDING) & (Booking.expires_at <= now)
    left = exists().where(Booking.request_id == request_id, Booking.status.in_(_SOMEBODY), ~waiting_in_vain)
    return bool(await session.scalar(select(left)))
