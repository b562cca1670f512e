"""The price the two agreed on: each side may write down what they understood; it binds nobody."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.locking import hold_one
from twiza.bookings.models import Booking
from twiza.bookings.showing import show_both
from twiza.kit import money
from twiza.kit.errors import Conflict, Forbidden, Invalid
from twiza.kit.i18n import N_
from twiza.kit.states import WRONG_STATE

WRONG_AMOUNT = N_("Give an amount in dirhams, such as 350 or 350,50.")
_SETTLED_WITH_THE_PRO = frozenset({BookingStatus.CONFIRMED, BookingStatus.COMPLETED})


async def agree(session: AsyncSession, booking_id: UUID, *, by: Actor, amount: int | str) -> Booking:
    """Centimes, or dirhams as people type them; from the confirmation on, and as often as they like."""
    booking = await hold_one(session, booking_id)
    party = by.party(booking)
    if party not in {BookingParty.CLIENT, BookingParty.PRO}:
        raise Forbidden
    if booking.status not in _SETTLED_WITH_THE_PRO:
        raise Conflict(WRONG_STATE, code="wrong_state")
    price = _read(amount)
    if party is BookingParty.CLIENT:
        booking.agreed_price_client = price
    else:
        booking.agreed_price_pro = price
    await show_both(session, booking)
    return booking


def _read(amount: int | str) -> int:
    try:
        read = money.parse(amount) if isinstance(amount, str) else amount
    except ValueError:
        raise Invalid({"amount": WRONG_AMOUNT}) from None
    if not 0 < read <= money.MOST:
        raise Invalid({"amount": WRONG_AMOUNT})
    return read
