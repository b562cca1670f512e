"""Open pages of both sides read a booking again."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings.models import Booking
from twiza.kit import bus


async def show_both(session: AsyncSession, booking: Booking) -> None:
    """For what is no news but changes what both see."""
    await show(session, booking.id, booking.client_id, booking.pro_id)


async def show(session: AsyncSession, booking_id: UUID, client_id: UUID, pro_id: UUID) -> None:
    """Told after the commit; whoever listens reads the booking."""
    told: dict[str, Any] = {"type": "booking", "id": str(booking_id)}
    await bus.publish_all(session, {f"account:{account_id}": told for account_id in (client_id, pro_id)})
