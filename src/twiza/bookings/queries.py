"""Reads of bookings: one of them whole, and the lists of clients and pros."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.bookings.access import visible_to
from twiza.bookings.contacts import Contact, contact
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking, BookingRequest
from twiza.bookings.reading import Label, Listed, listed, read
from twiza.bookings.rooms import Room, room
from twiza.bookings.states import ENDED
from twiza.bookings.statuses import IS_CONFIRMED, IS_PENDING
from twiza.kit import clock, direct
from twiza.kit.errors import NotFound

__all__ = [
    "AskedFor", "BookingPage", "ClientBookings", "Contact", "Label", "Listed", "ProBookings", "Room",
    "asked_before", "asked_for", "client_bookings", "contact", "mine", "pro_bookings", "room", "waiting_count",
]  # fmt: skip
PAGE = 20
_SAID_YES = frozenset({BookingStatus.CONFIRMED, BookingStatus.COMPLETED})
# Nobody has more visits ahead than this; a list of them is one page.
MOST = literal_column("200")
Reading = AsyncConnection | AsyncSession


class BookingPage(NamedTuple):
    """Some bookings, and where the older ones begin."""

    bookings: Sequence[Listed]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One request and all the pros who were asked: “2 of 3 waiting”."""

    request_id: UUID
    bookings: Sequence[Listed]

    @property
    def starts_at(self) -> datetime:
        return self.bookings[0].booking.starts_at

    @property
    def asked(self) -> int:
        return len(self.bookings)

    @property
    def still(self) -> Sequence[Listed]:
        """Those who may still answer."""
        now = clock.now()
        pending = (one for one in self.bookings if one.booking.status is BookingStatus.PENDING)
        return [one for one in pending if now < one.booking.expires_at]

    @property
    def waiting(self) -> int:
        return len(self.still)

    @property
    def expires_at(self) -> datetime | None:
        """When the last of them is over."""
        return max((one.booking.expires_at for one in self.still), default=None)

    @property
    def is_unanswered(self) -> bool:
        """Nobody is left who could confirm: the next three may be asked."""
        return not self.still

    @property
    def may_ask_next(self) -> bool:
        """The hour lies ahead and nobody has said yes."""
        taken = any(one.booking.status in _SAID_YES for one in self.bookings)
        return self.is_unanswered and not taken and clock.now() < self.starts_at


@dataclass(frozen=True, slots=True)
class ClientBookings:
    """What a client looks at first: visits ahead, requests that wait, requests that nobody took, then the past."""

    upcoming: Sequence[Listed]
    waiting: Sequence[AskedFor]
    unanswered: Sequence[AskedFor]
    past: BookingPage


@dataclass(frozen=True, slots=True)
class ProBookings:
    """What a pro looks at first: what to answer, visits ahead, the past."""

    to_answer: Sequence[Listed]
    upcoming: Sequence[Listed]
    past: BookingPage


async def client_bookings(
    connection: Reading, account_id: UUID, *, after: UUID | None = None
) -> ClientBookings:
    """The lists of /client/bookings, in three statements; what waits is grouped by request."""
    own = Booking.client_id == account_id
    upcoming = await _some(connection, account_id, own, *_CONFIRMED, order_by=Booking.starts_at)
    groups = await _asked_for(connection, account_id)
    shown = {one.booking.id for group in groups for one in group.bookings}
    ended = await _page(connection, account_id, own, Booking.status.in_(ENDED), after=after)
    past = BookingPage([one for one in ended.bookings if one.booking.id not in shown], ended.next)
    return ClientBookings(
        upcoming=upcoming,
        waiting=[one for one in groups if not one.is_unanswered],
        unanswered=[one for one in groups if one.is_unanswered],
        past=past,
    )


async def pro_bookings(connection: Reading, account_id: UUID, *, after: UUID | None = None) -> ProBookings:
    """The lists of /pro/bookings, in three statements; a request past its time isn't one to answer."""
    own = Booking.pro_id == account_id
    pending = (own, IS_PENDING, Booking.expires_at > clock.now())
    return ProBookings(
        to_answer=await _some(connection, account_id, *pending, order_by=Booking.expires_at),
        upcoming=await _some(connection, account_id, own, *_CONFIRMED, order_by=Booking.starts_at),
        past=await _page(connection, account_id, own, Booking.status.in_(ENDED), after=after),
    )


async def mine(
    connection: Reading,
    account_id: UUID,
    *,
    role: BookingParty | None = None,
    statuses: Sequence[BookingStatus] = (),
    after: UUID | None = None,
) -> BookingPage:
    """One's own bookings on either side, the newest first."""
    sides = {BookingParty.CLIENT: Booking.client_id, BookingParty.PRO: Booking.pro_id}
    own = sides[role] == account_id if role else visible_to(account_id)
    where = (own, Booking.status.in_(statuses)) if statuses else (own,)
    return await _page(connection, account_id, *where, after=after)


async def waiting_count(connection: Reading, pro_id: UUID) -> int:
    """How many requests this pro has to answer."""
    pending = (Booking.pro_id == pro_id, IS_PENDING)
    counted = select(func.count()).where(*pending, Booking.expires_at > clock.now())
    return (await connection.execute(counted)).scalar_one()


async def within(
    connection: Reading, pro_id: UUID, starts_at: datetime, ends_at: datetime
) -> tuple[int, int]:
    """How many requests wait and how many visits stand in this time of a pro's."""
    pending = func.count().filter(IS_PENDING, Booking.expires_at > clock.now())
    overlaps = (Booking.starts_at < ends_at, Booking.ends_at > starts_at)
    counted = select(pending, func.count().filter(IS_CONFIRMED)).where(Booking.pro_id == pro_id, *overlaps)
    waiting, sure = (await connection.execute(counted)).one()
    return waiting, sure


async def asked_before(connection: Reading, request_id: UUID) -> frozenset[UUID]:
    """The pros whom this request has gone to."""
    asked = select(Booking.pro_id).where(Booking.request_id == request_id)
    return frozenset((await connection.execute(asked)).scalars())


_OF_REQUEST = (
    listed()
    .where(
        Booking.request_id == bindparam("request", type_=Booking.request_id.type),
        Booking.client_id == bindparam("client", type_=Booking.client_id.type),
    )
    .order_by(Booking.id)
)


async def asked_for(connection: Reading, request_id: UUID, client_id: UUID) -> AskedFor:
    """One request of this client's, with all who were asked."""
    rows = await direct.rows(connection, _OF_REQUEST, {"request": request_id, "client": client_id})
    if not rows:
        raise NotFound
    now = clock.now()
    return AskedFor(request_id, [read(row, client_id, now) for row in rows])


_CONFIRMED = (IS_CONFIRMED,)


async def _asked_for(connection: Reading, account_id: UUID) -> Sequence[AskedFor]:
    """Requests for hours ahead that nobody has confirmed, with all who were asked; the nearest hour first."""
    confirmed = select(Booking.request_id).where(
        Booking.client_id == account_id,
        Booking.status.in_(_SAID_YES),
    )
    ahead = select(BookingRequest.id).where(
        BookingRequest.client_id == account_id,
        BookingRequest.starts_at > clock.now(),
        BookingRequest.id.not_in(confirmed),
    )
    found = await _some(
        connection, account_id, Booking.request_id.in_(ahead), order_by=(Booking.starts_at, Booking.id)
    )
    groups: dict[UUID, list[Listed]] = {}
    for one in found:
        groups.setdefault(one.booking.request_id, []).append(one)
    return [
        AskedFor(request_id, bookings)
        for request_id, bookings in groups.items()
        if any(one.booking.status in _LEFT_ALONE for one in bookings)
    ]


# What the client withdrew, or what another confirmation closed, needs no next three; a pro who called off leaves one alone.
_LEFT_ALONE = frozenset(
    {BookingStatus.PENDING, BookingStatus.DECLINED, BookingStatus.EXPIRED, BookingStatus.CANCELLED_BY_PRO}
)


async def _some(
    connection: Reading, account_id: UUID, *where: ColumnElement[bool], order_by: Any
) -> Sequence[Listed]:
    order = order_by if isinstance(order_by, tuple) else (order_by,)
    rows = await connection.execute(listed().where(*where).order_by(*order).limit(MOST))
    now = clock.now()
    return [read(row, account_id, now) for row in rows]


async def _page(
    connection: Reading, account_id: UUID, *where: ColumnElement[bool], after: UUID | None
) -> BookingPage:
    """One more than a page holds tells whether there is a next one."""
    statement = listed().where(*where).order_by(Booking.id.desc()).limit(literal_column(str(PAGE + 1)))
    if after:
        statement = statement.where(Booking.id < after)
    now = clock.now()
    found = [read(row, account_id, now) for row in await connection.execute(statement)]
    return BookingPage(found[:PAGE], found[PAGE - 1].booking.id if len(found) > PAGE else None)
