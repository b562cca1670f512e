"""One side is banned, suspended or gone: their open bookings end, and the other side pays nothing for it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.bookings import answering, holding, locking
from twiza.bookings.access import visible_to
from twiza.bookings.actors import CLOCK
from twiza.bookings.advancing import advance
from twiza.bookings.events import BookingCancelled
from twiza.bookings.kinds import BookingParty, BookingStatus
from twiza.bookings.models import Booking
from twiza.bookings.reasons import GONE
from twiza.bookings.states import CLIENT_GONE, OPEN, PRO_CLOSED, PRO_GONE
from twiza.kit.db import unit_of_work
from twiza.kit.events import record
from twiza.pros.models import ProProfile


async def settle_account(account_id: UUID) -> None:
    """One booking per transaction; whoever was reinstated meanwhile keeps what is left."""
    async with unit_of_work() as session:
        # Whoever is asking or confirming now may have seen an open account: once they are through, they are found.
        await locking.hold_people(session, account_id, [account_id])
    theirs = select(Booking.id).where(visible_to(account_id), Booking.status.in_(OPEN)).order_by(Booking.id)
    async with unit_of_work() as session:
        # Requests that were under way when the account was closed end before this; later ones are refused.
        await locking.hold_people(session, account_id, {account_id})
        found = (await session.scalars(theirs)).all()
    for booking_id in found:
        async with unit_of_work() as session:
            await settle(session, booking_id, account_id)


async def settle(session: AsyncSession, booking_id: UUID, account_id: UUID) -> None:
    """End this booking if that side may still not take part."""
    keys = await locking.keys(session, booking_id)
    party = keys.party(account_id)
    booking = (await locking.hold_affected(session, keys)).booking
    if party is None or booking.status not in OPEN or not await _is_out(session, account_id, party):
        return
    was = booking.status
    move = CLIENT_GONE
    if party is BookingParty.PRO:
        move = PRO_GONE if was is BookingStatus.CONFIRMED else PRO_CLOSED
    booking.cancel_reason = GONE
    advance(session, booking, move, CLOCK, {"settled": party.value})
    await holding.release(session, booking, CLOCK)
    record(session, BookingCancelled.of(booking, None, how="settled", was=was.value, reason=GONE))
    if party is BookingParty.PRO:
        await answering.tell_if_unanswered(session, {booking.request_id})


async def _is_out(session: AsyncSession, account_id: UUID, party: BookingParty) -> bool:
    """Banned, suspended, deleted; or, as a pro, suspended for cancelling too often."""
    account = await session.scalar(
        select(Account).where(Account.id == account_id).execution_options(populate_existing=True)
    )
    if account is None or not account.is_active:
        return True
    suspended = select(ProProfile.suspended_at).where(ProProfile.account_id == account_id)
    return party is BookingParty.PRO and await session.scalar(suspended) is not None
