"""Many at once, with real commits: how each try ended, and what PostgreSQL counted meanwhile."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bookings import telling
from twiza.bookings import cancelling, confirming, declining
from twiza.bookings.actors import Actor
from twiza.bookings.kinds import BookingStatus, Duration
from twiza.bookings.models import Booking
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError

Try = Callable[[AsyncSession], Awaitable[object]]


async def race(tries: Sequence[Try]) -> Counter[str]:
    """Run them at once, each in a transaction of its own; anything but a domain's refusal fails the test."""

    async def one(attempt: Try) -> str:
        try:
            async with unit_of_work() as session:
                await attempt(session)
        except DomainError as refusal:
            return refusal.code
        return "won"

    return Counter(await asyncio.gather(*[one(attempt) for attempt in tries]))


def confirm(booking: Booking, duration: Duration = Duration.H1) -> Try:
    return lambda s: confirming.confirm(s, booking.id, by=Actor.person(booking.pro_id), duration=duration)


def decline(booking: Booking) -> Try:
    return lambda s: declining.decline(s, booking.id, by=Actor.person(booking.pro_id))


def cancel(booking: Booking, by: UUID | None = None) -> Try:
    who = Actor.person(by or booking.client_id)
    return lambda s: cancelling.cancel(s, booking.id, by=who, reason="Un empêchement")


async def statuses(*bookings: Booking) -> list[BookingStatus]:
    """In the order given, as committed."""
    wanted = [booking.id for booking in bookings]
    async with reading() as connection:
        rows = await connection.execute(select(Booking.id, Booking.status).where(Booking.id.in_(wanted)))
        found = {row.id: row.status for row in rows}
    return [found[booking_id] for booking_id in wanted]


async def deadlocks() -> int:
    """What PostgreSQL has counted in this database so far."""
    async with reading() as connection:
        await connection.execute(text("SELECT pg_stat_force_next_flush()"))
        await connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        counted = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int((await connection.execute(counted)).scalar_one())


@asynccontextmanager
async def sound() -> AsyncIterator[None]:
    """Whatever raced: afterwards everything agrees, and nobody ran into a deadlock."""
    before = await deadlocks()
    yield
    async with reading() as connection:
        assert await telling.broken(connection) == []
    assert await deadlocks() == before
