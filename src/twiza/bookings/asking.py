"""Asking pros: who may ask whom, for which hour, and the booking that each of them gets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Block
from twiza.bookings import answering, delays, fitting, standing
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import remember
from twiza.bookings.errors import AlreadyAsked, told_by_constraint
from twiza.bookings.events import BookingRequested
from twiza.bookings.kinds import BookingEventType, BookingStatus
from twiza.bookings.locking import hold_bookings
from twiza.bookings.models import Booking, BookingRequest, ClientProfile
from twiza.bookings.statuses import IS_PENDING
from twiza.kit import ids
from twiza.kit.errors import Conflict, Forbidden
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.pros import access, slots
from twiza.pros.models import ProProfile, ProService

NOT_ACTIVE = N_("Your account can’t book at the moment.")
PHONE_NEEDED = N_("Verify your phone number first: pros only come to people they can reach.")
OWN_PROFILE = N_("You can’t book yourself.")
NOT_AVAILABLE = N_("You and this person can’t deal with each other here.")
NOT_OFFERED = N_("This pro doesn’t take requests for this service.")
OTHER_CITY = N_("This pro works in another city.")
NOT_FREE = N_("This pro isn’t free at this hour any more.")
BUSY = N_("You already have a booking at this hour.")
TOO_MANY_PENDING = N_(
    "At most {most} requests for the same service can wait for an answer: wait, or withdraw one of them."
)


async def ask(
    session: AsyncSession,
    request: BookingRequest,
    client: ClientProfile,
    pro_ids: Sequence[UUID],
    now: datetime,
) -> Sequence[Booking]:
    """A booking for each of these pros, all or none; the client and the pros are held by whoever calls."""
    await check_client(session, client, now)
    asked = await _asked(session, request, pro_ids)
    await _lapse(session, client.account_id, now)
    await _check_asked_once(session, request, pro_ids)
    await _check_limits(session, request, len(pro_ids))
    for pro_id in pro_ids:
        if not await slots.is_free(session, pro_id, request.starts_at, now):
            raise Conflict(NOT_FREE, code="not_free", pro_id=str(pro_id))
    session.add(request)
    references = await _references(session, len(pro_ids))
    bookings = [
        _born(request, asked[pro_id], reference, now)
        for pro_id, reference in zip(pro_ids, references, strict=True)
    ]
    await session.flush()
    async with told_by_constraint(session):
        session.add_all(bookings)
    for booking in bookings:
        remember(session, booking, BookingEventType.CREATED, Actor.person(client.account_id))
        told = {"urgent": booking.urgent, "expires_at": booking.expires_at.isoformat()}
        record(session, BookingRequested.of(booking, client.account_id, **told))
    return bookings


async def check_client(session: AsyncSession, client: ClientProfile, now: datetime) -> None:
    """An open account, a verified phone, no cooldown, no ban from booking."""
    account = await session.scalar(
        select(Account).where(Account.id == client.account_id).execution_options(populate_existing=True)
    )
    if account is None or not account.is_active:
        raise Forbidden(NOT_ACTIVE, code="not_available")
    if not account.phone_verified:
        raise Forbidden(PHONE_NEEDED, code="phone_not_verified")
    standing.check_may_book(client, now)


async def _asked(
    session: AsyncSession, request: BookingRequest, pro_ids: Sequence[UUID]
) -> Mapping[UUID, Row[*tuple[Any, ...]]]:
    """What of each pro goes into the booking; the first who can't be asked is told."""
    if request.client_id in pro_ids:
        raise Forbidden(OWN_PROFILE, code="own_profile")
    found = {row.pro_id: row for row in await session.execute(_of_pros(request, pro_ids))}
    for pro_id in pro_ids:
        row = found.get(pro_id)
        if row is None or not row.takes_bookings or row.pricing_type is None:
            raise Conflict(NOT_OFFERED, code="not_offered", pro_id=str(pro_id))
        if row.blocked:
            raise Forbidden(NOT_AVAILABLE, code="not_available", pro_id=str(pro_id))
        if row.city_id != request.city_id:
            raise Conflict(OTHER_CITY, code="other_city", pro_id=str(pro_id))
        if request.urgent and not row.takes_urgent:
            raise Conflict(NOT_OFFERED, code="not_offered", pro_id=str(pro_id))
    return found


def _of_pros(request: BookingRequest, pro_ids: Sequence[UUID]) -> Any:
    me, pro = request.client_id, ProProfile.account_id
    blocked = exists().where(
        or_(
            (Block.blocker_id == me) & (Block.blocked_id == pro),
            (Block.blocker_id == pro) & (Block.blocked_id == me),
        )
    )
    offered = (ProService.pro_id == pro) & (ProService.category_id == request.category_id)
    return (
        select(
            pro.label("pro_id"),
            ProProfile.city_id,
            ProProfile.takes_urgent,
            ProProfile.call_out_fee,
            ProService.pricing_type,
            func.coalesce(ProService.fixed_price, ProService.min_price).label("min_price"),
            func.coalesce(ProService.fixed_price, ProService.max_price).label("max_price"),
            access.takes_bookings().label("takes_bookings"),
            blocked.label("blocked"),
        )
        .join(Account, Account.id == pro)
        .outerjoin(ProService, offered & ProService.is_active)
        .where(pro.in_(pro_ids))
    )


async def _lapse(session: AsyncSession, client_id: UUID, now: datetime) -> None:
    """What is past its time counts for nothing, even if the clock hasn't come round."""
    over = await hold_bookings(
        session, (Booking.client_id == client_id) & IS_PENDING & (Booking.expires_at <= now)
    )
    if over:
        answering.expire_all(session, over)
        await answering.tell_if_unanswered(session, {booking.request_id for booking in over})


async def _check_limits(session: AsyncSession, request: BookingRequest, more: int) -> None:
    """As many waiting requests as one may have for the same, and nobody is asked for an hour that is taken."""
    if await fitting.is_busy(session, request.client_id, request.starts_at):
        raise Conflict(BUSY, code="already_booked")
    waiting = await count_waiting(session, request)
    if waiting + more > delays.MOST_PENDING:
        raise Conflict(TOO_MANY_PENDING, code="too_many_pending", most=delays.MOST_PENDING)


async def count_waiting(session: AsyncSession, request: BookingRequest) -> int:
    """How many of this client's requests for the same wait for an answer."""
    same = (Booking.city_id == request.city_id, Booking.category_id == request.category_id)
    mine = (Booking.client_id == request.client_id, IS_PENDING)
    return await session.scalar(select(func.count()).select_from(Booking).where(*mine, *same)) or 0


async def _check_asked_once(session: AsyncSession, request: BookingRequest, pro_ids: Sequence[UUID]) -> None:
    """Nobody is asked for the same hour twice while the first question waits."""
    same = (Booking.client_id == request.client_id, Booking.starts_at == request.starts_at, IS_PENDING)
    if await session.scalar(select(Booking.id).where(*same, Booking.pro_id.in_(pro_ids)).limit(1)):
        raise AlreadyAsked


async def _references(session: AsyncSession, many: int) -> Sequence[str]:
    """References that nobody has: among millions of bookings, one draw in a hundred meets another."""
    drawn: set[str] = set()
    while len(drawn) < many:
        drawn |= {f"BK-{ids.short_code()}" for _ in range(many - len(drawn))}
        drawn -= set(await session.scalars(select(Booking.reference).where(Booking.reference.in_(drawn))))
    return sorted(drawn)


def _born(request: BookingRequest, pro: Row[*tuple[Any, ...]], reference: str, now: datetime) -> Booking:
    near = request.starts_at - now <= delays.URGENT_WITHIN
    return Booking(
        id=ids.new(),
        reference=reference,
        request_id=request.id,
        status=BookingStatus.PENDING,
        client_id=request.client_id,
        pro_id=pro.pro_id,
        city_id=request.city_id,
        category_id=request.category_id,
        starts_at=request.starts_at,
        ends_at=request.starts_at + delays.SLOT,
        urgent=request.urgent or near,
        expires_at=min(now + delays.ANSWER, request.starts_at),
        call_out_fee=pro.call_out_fee,
        min_price=pro.min_price,
        max_price=pro.max_price,
        created_at=now,
    )
