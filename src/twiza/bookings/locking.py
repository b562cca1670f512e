"""THE lock order of bookings, in one place. Whatever holds more than one of these rows takes them in this order:

1. the client's `client_profile` row, made when missing: no transaction holds those of two clients;
2. the `pro_profile` rows, by id (`pros.locking.hold`);
3. the bookings, all of them in one statement, by id, the subject among them;
4. the hours (`slot_lock`), in the order of time;
5. the `booking_request` rows, by id, to tell whether anybody who was asked is left.

All are `FOR NO KEY UPDATE`: foreign keys to a held row may be inserted, so that crossed inserts wait for nobody. What
never changes of a booking (client, pro, city, category, request) is read before, unlocked; the clock and the state are
read after, for each statement sees whatever was committed before its lock was granted.

Why nothing can go round in a circle: every transaction climbs these five steps, never down, and on each step waits
only for higher ids. An account that is the client of one booking and the pro of another has two different rows, one on
step 1 and one on step 2, and nobody waits on step 1 while holding something of step 2. Unique and exclusion
constraints, which also make transactions wait, only meet rows of the same pro or the same client, whose profile is held.

Whose profiles a confirmation holds, and why that is enough:

* The client's: no other confirmation of theirs, and no new request of theirs, may happen meanwhile. So the siblings
  that it closes are all there are, and the limit of waiting requests is counted by one transaction at a time.
* The pro's: no other confirmation, new request, change of hours or of locks meanwhile. So the rivals are all there are.
* The client's own profile as a pro, if there is one: nobody is at two places. Two confirmations that put the same
  account to the same hour, once as client and once as pro, meet there, for the account is the pro of one of them.
* Not the pros of the siblings, and not the clients of the rivals: of those only the booking itself changes, from
  PENDING to closed. It is held by its row (step 3), and whoever confirms it holds its client and its pro, one of whom
  is also held here. Two confirmations of different clients at different pros may close the same booking, one as a
  sibling and one as a rival; they meet on its row, in the order of ids, and whoever comes second finds it closed. If
  they locked their subject first and the others afterwards, they would hold what the other waits for.
* What ends a single waiting request and holds no hour (declining, expiring) begins at step 3.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Select,
    Table,
    Uuid,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking, BookingRequest, ClientProfile
from twiza.bookings.states import OPEN
from twiza.bookings.statuses import IS_PENDING
from twiza.kit import direct
from twiza.kit.errors import NotFound
from twiza.pros.models import ProProfile


class Keys(NamedTuple):
    """What never changes of a booking; its hour doesn't as long as it waits, and only then is it of use here.

    Its status does change, but not back: who saw it ended need not wait for a lock to be told so.
    """

    id: UUID
    request_id: UUID
    client_id: UUID
    pro_id: UUID
    city_id: UUID
    category_id: UUID
    starts_at: datetime
    status: BookingStatus

    def party(self, account_id: UUID) -> BookingParty | None:
        if account_id == self.client_id:
            return BookingParty.CLIENT
        return BookingParty.PRO if account_id == self.pro_id else None


class Hours(NamedTuple):
    """The hours that a booking is about to take: until when for its client, and for its pro (a whole day closes more)."""

    starts_at: datetime
    ends_at: datetime
    closed_until: datetime


class HeldClient(NamedTuple):
    """What may keep a client from booking, as it is while the profile is held."""

    account_id: UUID
    tier: int
    cooldown_until: datetime | None
    clean_from: datetime | None
    banned_at: datetime | None


class HeldPro(NamedTuple):
    """What may keep a pro from coming, as it is while the profile is held."""

    account_id: UUID
    city_id: UUID
    min_notice_hours: int
    suspended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """A booking with its pro, and the waiting requests that its new hours close; its client is held too."""

    booking: Booking
    pro: HeldPro
    others: Sequence[Booking]


# Built once: each confirmation runs them, and putting a statement together costs as much as sending it.
_KEYS = select(*(getattr(Booking, name) for name in Keys._fields)).where(
    Booking.id == bindparam("booking", type_=Booking.id.type)
)
_CLIENT = (
    select(*(getattr(ClientProfile, name) for name in HeldClient._fields))
    .where(ClientProfile.account_id == bindparam("client", type_=Uuid))
    .with_for_update(key_share=True)
)
_NEW_CLIENT = (
    insert(cast("Table", ClientProfile.__table__))
    .values(account_id=bindparam("client", type_=Uuid))
    .on_conflict_do_nothing()
)
# The client's lock is part of what the pros are joined with: none of theirs is taken before it.
_client = _CLIENT.cte("client")
_OF_CLIENT = len(HeldClient._fields)
_PEOPLE = (
    select(*_client.c, *(getattr(ProProfile, name).label(f"pro_{name}") for name in HeldPro._fields))
    .join_from(ProProfile, _client, true())
    .where(ProProfile.account_id == bindparam("pros", type_=ARRAY(Uuid)).any_())
    .order_by(ProProfile.account_id)
    .with_for_update(key_share=True, of=ProProfile)
)


def _of(column: InstrumentedAttribute[Any], name: str) -> BindParameter[Any]:
    return bindparam(name, type_=column.type)


_FROM, _UNTIL = _of(Booking.starts_at, "starts_at"), _of(Booking.starts_at, "ends_at")
_SIBLINGS = and_(
    IS_PENDING,
    Booking.client_id == _of(Booking.client_id, "client_id"),
    Booking.city_id == _of(Booking.city_id, "city_id"),
    Booking.category_id == _of(Booking.category_id, "category_id"),
    Booking.starts_at >= _FROM,
    Booking.starts_at < _UNTIL,
)
_RIVALS = and_(
    IS_PENDING,
    Booking.pro_id == _of(Booking.pro_id, "pro_id"),
    Booking.starts_at >= _FROM,
    Booking.starts_at < _of(Booking.starts_at, "closed_until"),
)
_SUBJECT = Booking.id == _of(Booking.id, "booking")
_subject = aliased(Booking)
# Whoever comes too late to take its hours closes nobody, and holds nobody up.
_STILL_OPEN = exists().where(
    _subject.id == _of(Booking.id, "booking"), or_(*(_subject.status == status for status in sorted(OPEN)))
)
# The client's own waiting requests for the same within the hours, and everybody's at this pro until it is free.
_CLOSED = or_(_SUBJECT, and_(_SIBLINGS, _STILL_OPEN), and_(_RIVALS, _STILL_OPEN))


async def keys(session: AsyncSession, booking_id: UUID) -> Keys:
    """Read unlocked, to know what to lock."""
    found = await direct.row(session, _KEYS, {"booking": booking_id})
    if found is None:
        raise NotFound
    return Keys(*found)


async def hold_affected(session: AsyncSession, of: Keys, *, taking: Hours | None = None) -> Held:
    """A booking and its two people; `taking` hours also holds all waiting requests that these hours close."""
    as_pros = {of.pro_id} if taking is None else {of.pro_id, of.client_id}
    _, profiles = await hold_people(session, of.client_id, as_pros)
    subject = {"booking": of.id}
    if taking is None:
        held = await hold_bookings(session, _SUBJECT, subject)
    else:
        held = await hold_bookings(session, _CLOSED, {**subject, **of._asdict(), **taking._asdict()})
    found = {booking.id: booking for booking in held}
    subject = found.pop(of.id)
    return Held(subject, profiles[of.pro_id], list(found.values()))


async def hold_people(
    session: AsyncSession, client_id: UUID, as_pros: Collection[UUID]
) -> tuple[HeldClient, dict[UUID, HeldPro]]:
    """A client and some pros, before anything of theirs is read that another request may change."""
    both = {"client": client_id, "pros": list(as_pros)}
    found = await direct.rows(session, _PEOPLE, both)
    if not found:
        # Whoever never booked has no profile yet; or none of the others is a pro.
        client = await hold_client(session, client_id)
        found = await direct.rows(session, _PEOPLE, both)
    else:
        client = HeldClient(*found[0][:_OF_CLIENT])
    return client, {pro.account_id: pro for pro in (HeldPro(*row[_OF_CLIENT:]) for row in found)}


async def hold_client(session: AsyncSession, account_id: UUID) -> HeldClient:
    """The client's profile alone, made when there is none."""
    whose = {"client": account_id}
    found = await direct.row(session, _CLIENT, whose)
    if found is None:
        await direct.rows(session, _NEW_CLIENT, whose)
        found = await direct.row(session, _CLIENT, whose)
    return HeldClient(*found)


async def hold_bookings(
    session: AsyncSession, which: ColumnElement[bool], values: Mapping[str, Any] | None = None
) -> Sequence[Booking]:
    """All these bookings in one statement; those that changed while it waited are looked at again."""
    return (await session.scalars(_holding(which), values)).all()


@lru_cache(maxsize=8)
def _holding(which: ColumnElement[bool]) -> Select[Booking]:
    return (
        select(Booking)
        .where(which)
        .order_by(Booking.id)
        .with_for_update(key_share=True, of=Booking)
        .execution_options(populate_existing=True)
    )


async def hold_one(session: AsyncSession, booking_id: UUID) -> Booking:
    """A single booking, for what concerns no hour and no other booking."""
    found = await hold_bookings(session, _SUBJECT, {"booking": booking_id})
    if not found:
        raise NotFound
    return found[0]


async def hold_requests(session: AsyncSession, request_ids: Collection[UUID]) -> Sequence[BookingRequest]:
    """These requests, after everything else: whoever ends the last booking of one is the one to say so."""
    statement = (
        select(BookingRequest)
        .where(BookingRequest.id.in_(sorted(request_ids)))
        .order_by(BookingRequest.id)
        .with_for_update(key_share=True)
    )
    return (await session.scalars(statement)).all()
