"""A confirmed job takes longer than was said: the hours that are added are won or lost like the first."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import answering, fitting, holding, locking
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import check_party, remember
from twiza.bookings.allowing import is_ahead
from twiza.bookings.confirming import hours_taken
from twiza.bookings.errors import told_by_constraint
from twiza.bookings.events import BookingLengthened
from twiza.bookings.kinds import BookingEventType, BookingStatus, Duration
from twiza.bookings.models import Booking
from twiza.bookings.states import CONFIRM
from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.pros import exceptions

NOT_CONFIRMED = N_("Only a confirmed booking that hasn’t begun can be made longer.")
NOT_LONGER = N_("This booking already has that many hours.")


async def lengthen(session: AsyncSession, booking_id: UUID, *, by: Actor, duration: Duration) -> Booking:
    """The pro who confirmed chooses a longer duration, as far as the hours after are free."""
    keys = await locking.keys(session, booking_id)
    check_party(keys, CONFIRM, by)
    taking = hours_taken(keys.starts_at, duration)
    held = await locking.hold_affected(session, keys, taking=taking)
    booking, now = held.booking, clock.now()
    if booking.status is not BookingStatus.CONFIRMED or not is_ahead(booking, now):
        raise Conflict(NOT_CONFIRMED, code="wrong_state")
    # Moved while its locks were waited for: what was held belongs to another hour.
    if booking.starts_at != keys.starts_at:
        raise Conflict
    if booking.duration is None or duration.hours <= booking.duration.hours:
        raise Conflict(NOT_LONGER, code="not_longer")
    await fitting.check(session, booking, taking)
    was, added_from = booking.duration, booking.ends_at
    async with told_by_constraint(session):
        booking.ends_at, booking.duration = taking.ends_at, duration
        booking.sequence += 1
        told = {"duration": duration.value, "was": was.value}
        remember(session, booking, BookingEventType.CONFIRMED, by, told)
        await session.flush()
        await holding.take(session, booking, since=added_from)
        if duration is Duration.H8:
            await exceptions.close_for_booking(
                session, booking.pro_id, booking.id, starts_at=booking.starts_at
            )
        await answering.give_way(session, held.others, booking, now)
    record(session, BookingLengthened.of(booking, by.account_id, hours=duration.hours))
    return booking


async def possible(session: AsyncSession, booking_id: UUID) -> Sequence[Duration]:
    """The longer durations that find room now; whoever chooses one later may still be too late."""
    found = select(Booking).where(Booking.id == booking_id).execution_options(populate_existing=True)
    booking = (await session.execute(found)).scalar_one()
    now = booking.duration.hours if booking.duration else 0
    return [one for one in Duration if one.hours > now and await _finds_room(session, booking, one)]


async def _finds_room(session: AsyncSession, booking: Booking, duration: Duration) -> bool:
    try:
        await fitting.check(session, booking, hours_taken(booking.starts_at, duration))
    except Conflict:
        return False
    return True
