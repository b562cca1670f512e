"""What the clock does to bookings: requests whose time is over, hours that nothing holds any more."""

from twiza.bookings import expiring, orphans
from twiza.bookings.models import Booking
from twiza.bookings.statuses import IS_PENDING
from twiza.kit import clock, sweeping


async def expire_unanswered() -> int:
    """Requests whose time to answer is over, all of them: a minute later is late."""
    over = (IS_PENDING, Booking.expires_at <= clock.now())
    expired = done = await sweeping.each(Booking, over, expiring.expire)
    while done == sweeping.AT_ONCE:
        expired += (done := await sweeping.each(Booking, over, expiring.expire))
    return expired


async def free_orphaned_hours() -> int:
    """Hours that nothing holds any more."""
    return await orphans.clean()
