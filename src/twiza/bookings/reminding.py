"""Reminders and urgent alerts: each goes out once; the booking keeps which did, as bits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import delays
from twiza.bookings.events import BookingLeftOpen, BookingReminded
from twiza.bookings.locking import hold_one
from twiza.bookings.models import Booking
from twiza.bookings.statuses import IS_CONFIRMED, IS_PENDING
from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.pros.hours import midnight_of

NOT_YET = N_("It is too early for this.")
URGENT_FIRST, URGENT_SECOND, ANSWER, TOMORROW = 1, 2, 4, 8
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is reminded of, and of which bookings; `done` are the bits it settles, its own among them."""

    what: str
    bit: int
    done: int
    due: Callable[[datetime], ColumnElement[bool]]
    round: int = 1

    def wanted(self) -> ColumnElement[bool]:
        """The bookings that it hasn't gone out for."""
        return and_(Booking.reminded.op("&")(self.bit) == 0, self.due(clock.now()))


def _urgent(number: int) -> Callable[[datetime], ColumnElement[bool]]:
    """So long after it was asked, as long as the pro may still answer."""

    def due(now: datetime) -> ColumnElement[bool]:
        return and_(
            _waiting(now), Booking.urgent.is_(True), Booking.created_at <= now - delays.URGENT_AGAIN[number]
        )

    return due


def _answer(now: datetime) -> ColumnElement[bool]:
    """Two hours before it expires; whoever had no longer than that was told just now."""
    before = delays.REMIND_PRO_BEFORE_EXPIRY
    return and_(
        _waiting(now), Booking.expires_at <= now + before, Booking.created_at < Booking.expires_at - before
    )


def _tomorrow(now: datetime) -> ColumnElement[bool]:
    """From six in the evening of the day before; what was agreed on after that needs no reminder."""
    today = clock.local(now).date()
    tonight = evening_before(today + _DAY)
    days = [(today, evening_before(today))]
    if now >= tonight:
        days.append((today + _DAY, tonight))
    return and_(
        IS_CONFIRMED,
        # The index is on the end, which lies within a day of the start.
        Booking.ends_at > now,
        Booking.ends_at < midnight_of(today + 3 * _DAY),
        Booking.starts_at > now + delays.REMIND_PRO_BEFORE_EXPIRY,
        or_(
            *(
                and_(
                    Booking.starts_at >= midnight_of(day),
                    Booking.starts_at < midnight_of(day + _DAY),
                    Booking.confirmed_at < evening,
                    or_(Booking.moved_at.is_(None), Booking.moved_at < evening),
                )
                for day, evening in days
            )
        ),
    )


def _waiting(now: datetime) -> ColumnElement[bool]:
    return and_(IS_PENDING, Booking.expires_at > now)


# The last alert first: a worker that slept sends one of them, not both.
REMINDERS = (
    Reminder("urgent", URGENT_SECOND, URGENT_FIRST | URGENT_SECOND, _urgent(1), round=2),
    Reminder("urgent", URGENT_FIRST, URGENT_FIRST, _urgent(0)),
    Reminder("answer", ANSWER, ANSWER, _answer),
    Reminder("tomorrow", TOMORROW, TOMORROW, _tomorrow),
)


async def remind(session: AsyncSession, booking_id: UUID, reminder: Reminder) -> Booking:
    """Once: the booking is looked at again under its lock."""
    booking = await hold_one(session, booking_id)
    await _check_still(session, booking_id, reminder.wanted())
    booking.reminded |= reminder.done
    record(session, BookingReminded.of(booking, None, what=reminder.what, round=reminder.round))
    return booking


def left_open() -> ColumnElement[bool]:
    """Three days after the end the pro hasn't said whether it was done."""
    return and_(
        IS_CONFIRMED,
        Booking.left_open_at.is_(None),
        Booking.ends_at <= clock.now() - delays.LEFT_OPEN_AFTER,
    )


async def note_left_open(session: AsyncSession, booking_id: UUID) -> Booking:
    """It counts against the pro, once; the booking itself stays as it is."""
    booking = await hold_one(session, booking_id)
    await _check_still(session, booking_id, left_open())
    booking.left_open_at = clock.now()
    record(session, BookingLeftOpen.of(booking, None))
    return booking


def rearm(booking: Booking) -> None:
    """Another hour: another evening before."""
    booking.reminded &= ~TOMORROW


def evening_before(day: date) -> datetime:
    """Six in the evening, on people's clocks, of the day before this one."""
    return datetime.combine(day - _DAY, delays.EVENING, clock.CASABLANCA).astimezone(UTC)


async def _check_still(session: AsyncSession, booking_id: UUID, wanted: ColumnElement[bool]) -> None:
    if await session.scalar(select(Booking.id).where(Booking.id == booking_id, wanted)) is None:
        raise Conflict(NOT_YET, code="not_yet")
