"""The one place that changes a booking's status, and the history that every act adds to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.actors import Actor, HasTwoSides
from twiza.bookings.kinds import BookingEventType, BookingParty, BookingStatus
from twiza.bookings.locking import Keys
from twiza.bookings.models import Booking
from twiza.kit import clock, ids
from twiza.kit.gathering import Part, leave
from twiza.kit.states import Move

E, S = BookingEventType, BookingStatus
_TOLD_AS = {
    S.PENDING: E.CREATED,
    S.CONFIRMED: E.CONFIRMED,
    S.DECLINED: E.DECLINED,
    S.EXPIRED: E.EXPIRED,
    S.COMPLETED: E.COMPLETED,
}
_HISTORY = Part(
    "booking_history",
    {
        "kept_booking_history": """
            INSERT INTO booking_event (id, booking_id, type, party, actor_id, details, at)
            SELECT id, booking_id, type, party, actor_id, details, at
            FROM jsonb_to_recordset(:booking_history) AS line (id uuid, booking_id uuid, type booking_event_type,
                party booking_party, actor_id uuid, details jsonb, at timestamptz)
        """
    },
)
_ANSWERS = {S.CONFIRMED, S.DECLINED}
_IN_CALENDARS = {S.CONFIRMED, S.COMPLETED}


def check(booking: Booking | Keys, move: Move, by: Actor) -> BookingParty:
    """Refuse strangers with 404, the wrong party with 403, the wrong state with 409."""
    party = check_party(booking, move, by)
    move.check(booking.status, party)
    return party


def check_party(booking: HasTwoSides, move: Move, by: Actor) -> BookingParty:
    """The part of this that needs no lock: who stands where never changes."""
    party = by.party(booking)
    move.check(next(iter(move.sources)), party)
    return party


def advance(
    session: AsyncSession, booking: Booking, move: Move, by: Actor, details: Mapping[str, Any] | None = None
) -> BookingParty:
    """Take the step: status, its moments and the history together; nothing else writes a status."""
    party = check(booking, move, by)
    now, was = clock.now(), booking.status
    booking.status = BookingStatus(move.target)
    if was in _IN_CALENDARS:
        booking.sequence += 1
    kind = E.RESCHEDULED if was is booking.status else _TOLD_AS.get(booking.status, E.CANCELLED)
    if kind is not E.RESCHEDULED:
        _stamp(booking, party, now)
    remember(session, booking, kind, by, {"from": was.value, "to": booking.status.value, **(details or {})})
    return party


def _stamp(booking: Booking, party: BookingParty, now: datetime) -> None:
    """When it came to this; moving a confirmed booking confirms nothing anew."""
    if party is BookingParty.PRO and booking.status in _ANSWERS:
        booking.answered_at = now
    if booking.status is S.CONFIRMED:
        booking.confirmed_at = now
    elif booking.status is S.COMPLETED:
        booking.completed_at = now
    else:
        booking.cancelled_at = now


def remember(
    session: AsyncSession,
    booking: Booking,
    kind: BookingEventType,
    by: Actor,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add a line to the history."""
    line = {
        "id": ids.new(),
        "booking_id": booking.id,
        "type": kind,
        "party": by.party(booking),
        "actor_id": by.account_id,
        "details": dict(details or {}),
        "at": clock.now(),
    }
    leave(session, _HISTORY, line)
