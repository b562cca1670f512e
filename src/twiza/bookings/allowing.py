"""What somebody may do with a booking now: the machine's moves that its time allows, for buttons and the API."""

from collections.abc import Callable, Mapping
from datetime import datetime

from twiza.bookings import delays
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking
from twiza.bookings.states import (
    BOOKING,
    CANCEL,
    CANCEL_LATE,
    CLIENT_AWAY,
    COMPLETE,
    CONFIRM,
    DECLINE,
    PRO_AWAY,
    RESCHEDULE,
    WITHDRAW,
)
from twiza.kit.states import Move


def is_waiting(booking: Booking, now: datetime) -> bool:
    """Whether the pro may still answer; the time rules, not whether the clock has come round."""
    return booking.status is BookingStatus.PENDING and now < booking.expires_at


def is_ahead(booking: Booking, now: datetime) -> bool:
    """Whether the visit hasn't begun."""
    return now < booking.starts_at


def is_completable(booking: Booking, now: datetime) -> bool:
    """Whether it may be said how the visit went: done, or nobody came."""
    return now >= booking.starts_at + delays.COMPLETABLE_AFTER


_IN_TIME: Mapping[Move, Callable[[Booking, datetime], bool]] = {
    CONFIRM: is_waiting,
    DECLINE: is_waiting,
    WITHDRAW: is_waiting,
    CANCEL: is_ahead,
    CANCEL_LATE: is_ahead,
    RESCHEDULE: is_ahead,
    COMPLETE: is_completable,
    CLIENT_AWAY: is_completable,
    PRO_AWAY: is_completable,
}


def allowed_actions(booking: Booking, party: BookingParty, now: datetime) -> list[str]:
    """The verbs of this side now, each once, in the table's order; one verb may be several moves."""
    possible = (
        move.verb
        for move in BOOKING.moves
        if booking.status in move.sources
        and party in move.parties
        and _IN_TIME.get(move, _always)(booking, now)
    )
    return list(dict.fromkeys(possible))


def _always(_booking: Booking, _now: datetime) -> bool:
    return True
