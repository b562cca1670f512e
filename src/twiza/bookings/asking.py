"""Asking pros: who may ask whom, for which hour, and the booking that each of them gets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, String, Uuid, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Block
from twiza.bookings import answering, delays, standing, under_way
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import remember
from twiza.bookings.errors import AlreadyAsked, told_by_constraint
from twiza.bookings.events import BookingRequested
from twiza.bookings.kinds import BookingEventType, BookingStatus
from twiza.bookings.locking import HeldClient, hold_bookings
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.under_way import UnderWay
from twiza.kit import direct, ids
from twiza.kit.db import given
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
_CLIENT = bindparam("client", type_=Uuid)
_PRO = ProProfile.account_id
_BLOCKED = exists().where(
    or_(
        (Block.blocker_id == _CLIENT) & (Block.blocked_id == _PRO),
        (Block.blocker_id == _PRO) & (Block.blocked_id == _CLIENT),
    )
)
_OFFERED = (
    (ProService.pro_id == _PRO)
    & (ProService.category_id == bindparam("category", type_=Uuid))
    & ProService.is_active
)
_OF_PROS = (
    select(
        _PRO.label("pro_id"),
        ProProfile.city_id,
        ProProfile.takes_urgent,
        ProProfile.call_out_fee,
        ProService.pricing_type,
        func.coalesce(ProService.fixed_price, ProService.min_price).label("min_price"),
        func.coalesce(ProService.fixed_price, ProService.max_price).label("max_price"),
        access.takes_bookings().label("takes_bookings"),
        _BLOCKED.label("blocked"),
    )
    .join(Account, Account.id == _PRO)
    .outerjoin(ProService, _OFFERED)
    .where(given("pros", Uuid).any_() == _PRO)
)
_REFERENCES = select(Booking.reference).where(Booking.reference == given("drawn", String).any_())


async def ask(
    session: AsyncSession,
    request: BookingRequest,
    client: HeldClient,
    pro_ids: Sequence[UUID],
    now: datetime,
) -> Sequence[Booking]:
    """A booking for each of these pros, all or none; the client and the pros are held by whoever calls."""
    found = await under_way.find(session, request, pro_ids, now)
    _check_client(client, found, now)
    asked = await _asked(session, request, pro_ids)
    if found.lapsed:
        await _lapse(session, client.account_id, now)
        found = await under_way.find(session, request, pro_ids, now)
    _check_limits(found, len(pro_ids))
    free = await slots.free_at(session, pro_ids, request.starts_at, now)
    if taken := [pro_id for pro_id in pro_ids if pro_id not in free]:
        raise Conflict(NOT_FREE, code="not_free", pro_id=str(taken[0]))
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


def _check_client(client: HeldClient, found: UnderWay, now: datetime) -> None:
    """An open account, a verified phone, no cooldown, no ban from booking."""
    if not found.is_active:
        raise Forbidden(NOT_ACTIVE, code="not_available")
    if not found.phone_verified:
        raise Forbidden(PHONE_NEEDED, code="phone_not_verified")
    standing.check_may_book(client, now)


async def _asked(
    session: AsyncSession, request: BookingRequest, pro_ids: Sequence[UUID]
) -> Mapping[UUID, Row[*tuple[Any, ...]]]:
    """What of each pro goes into the booking; the first who can't be asked is told."""
    if request.client_id in pro_ids:
        raise Forbidden(OWN_PROFILE, code="own_profile")
    values = {"client": request.client_id, "category": request.category_id, "pros": list(pro_ids)}
    found = {row.pro_id: row for row in await direct.rows(session, _OF_PROS, values)}
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


async def _lapse(session: AsyncSession, client_id: UUID, now: datetime) -> None:
    """What is past its time ends before anything is counted."""
    over = await hold_bookings(session, under_way.LAPSED, {"client": client_id, "now": now})
    answering.expire_all(session, over)
    await answering.tell_if_unanswered(session, {booking.request_id for booking in over})


def _check_limits(found: UnderWay, more: int) -> None:
    """Nobody is asked twice or for an hour that is taken; as many wait as one may have for the same."""
    if found.asked:
        raise AlreadyAsked
    if found.busy:
        raise Conflict(BUSY, code="already_booked")
    if found.waiting + more > delays.MOST_PENDING:
        raise Conflict(TOO_MANY_PENDING, code="too_many_pending", most=delays.MOST_PENDING)


async def _references(session: AsyncSession, many: int) -> Sequence[str]:
    """References that nobody has: among millions of bookings, one draw in a hundred meets another."""
    drawn: set[str] = set()
    while len(drawn) < many:
        drawn |= {f"BK-{ids.short_code()}" for _ in range(many - len(drawn))}
        drawn -= {row.reference for row in await direct.rows(session, _REFERENCES, {"drawn": list(drawn)})}
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
        # What the database would fill in has to be read back, row by row.
        cancel_reason="",
        reminded=0,
        sequence=0,
        created_at=now,
    )
