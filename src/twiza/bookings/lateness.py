"""Whether cancelling now is late: close to the start, or close to the hour that somebody moved away from."""

from datetime import datetime, timedelta

from twiza.bookings import delays
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking


def is_late(booking: Booking, party: BookingParty, now: datetime) -> bool:
    """Whether this side, cancelling a confirmed booking now, has done so too late; a pro always has."""
    if booking.status is not BookingStatus.CONFIRMED:
        return False
    if party is BookingParty.PRO:
        return True
    return _is_close(booking.starts_at, now) or _is_late_after_moving(booking, party, now)


def free_until(booking: Booking) -> datetime | None:
    """Until when the client may still cancel without a penalty, for as long as nobody moves the hour again."""
    own = booking.moved_by is BookingParty.CLIENT
    return None if own and _was_moved_late(booking) else booking.starts_at - delays.FREE_CANCELLING


def move(booking: Booking, by: BookingParty, now: datetime) -> None:
    """Remember the hour that is left; one's own that was close already stays, or a second move would wash it off."""
    if booking.moved_by is by and _was_moved_late(booking):
        return
    booking.moved_from, booking.moved_by, booking.moved_at = booking.starts_at, by, now


def _is_late_after_moving(booking: Booking, party: BookingParty, now: datetime) -> bool:
    """Who moves an hour at the last moment can't cancel for nothing afterwards; nor near the hour they left."""
    if booking.moved_by is not party or booking.moved_from is None:
        return False
    near = timedelta(0) <= booking.moved_from - now < delays.FREE_CANCELLING
    return near or _was_moved_late(booking)


def _was_moved_late(booking: Booking) -> bool:
    left, at = booking.moved_from, booking.moved_at
    return left is not None and at is not None and _is_close(left, at)


def _is_close(start: datetime, now: datetime) -> bool:
    """Twelve hours before the start, to the second, is not late."""
    return start - now < delays.FREE_CANCELLING
