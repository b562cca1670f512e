"""One booking by what its address says: its reference, or its id; for its two people alone."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.bookings.access import visible_to
from twiza.bookings.models import Booking
from twiza.kit import ids
from twiza.kit.errors import NotFound
from twiza.web.bookings.acts import Context, act
from twiza.web.orders.words import named


async def seen(session: AsyncSession, key: str, viewer_id: UUID) -> Booking:
    """The booking, if this person takes part in it; references are read aloud, so capitals don't matter."""
    booking_id = ids.parse(key)
    which = Booking.id == booking_id if booking_id else Booking.reference == key.upper()
    found = await session.scalar(select(Booking).where(which, visible_to(viewer_id)))
    if found is None:
        raise NotFound
    return found


async def done(session: AsyncSession, booking: Booking, verb: str, viewer_id: UUID) -> str:
    """What is said once the act is done; it names the other side."""
    party = booking.party(viewer_id)
    if party is None:
        raise NotFound
    other = await session.get_one(Account, booking.other(viewer_id))
    return act(verb, Context(booking, party, named(other.public_name))).done
