"""Cancel: before an answer it costs nobody anything, afterwards it depends on who, and on how near the hour is."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import declining, holding, lateness, locking, penalties
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import advance, check, check_party
from twiza.bookings.allowing import is_ahead, is_waiting
from twiza.bookings.errors import Expired
from twiza.bookings.events import BookingCancelled
from twiza.bookings.kinds import BookingParty, BookingStatus, PenaltyType
from twiza.bookings.models import Booking
from twiza.bookings.states import CALL_OFF, CANCEL, CANCEL_LATE, WITHDRAW
from twiza.kit import clock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.states import Move
from twiza.profiles import texts

LONGEST_REASON = 500
TOO_LATE = N_("This visit has begun: it can’t be cancelled any more. If something went wrong, report it.")
NO_REASON = N_("Say why you cancel: the client reads it.")
TOO_LONG = N_("Use at most {most} characters.")


async def cancel(session: AsyncSession, booking_id: UUID, *, by: Actor, reason: str = "") -> Booking:
    """The client withdraws or cancels, late within twelve hours of the start; a pro gives a reason and answers for it."""
    keys = await locking.keys(session, booking_id)
    party = by.party(keys)
    check_party(keys, CALL_OFF if party is BookingParty.PRO else CANCEL, by)
    booking = (await locking.hold_affected(session, keys)).booking
    if party is BookingParty.PRO and booking.status is BookingStatus.PENDING:
        return await declining.turn_down(session, booking, by)
    return await _end(session, booking, _move(booking, party), by, _read(reason, booking, party))


def _move(booking: Booking, party: BookingParty) -> Move:
    """Which kind of cancelling this is, seen now that the booking is held."""
    if party is BookingParty.PRO:
        return CALL_OFF
    if booking.status is BookingStatus.PENDING:
        return WITHDRAW
    return CANCEL_LATE if lateness.is_late(booking, party, clock.now()) else CANCEL


async def _end(session: AsyncSession, booking: Booking, move: Move, by: Actor, reason: str) -> Booking:
    party, was = check(booking, move, by), booking.status
    if move in {CANCEL, CANCEL_LATE} and not is_ahead(booking, clock.now()):
        raise Conflict(TOO_LATE, code="too_late_to_cancel")
    if move is WITHDRAW and not is_waiting(booking, clock.now()):
        raise Expired
    booking.cancel_reason = reason
    advance(session, booking, move, by)
    await holding.release(session, booking, by)
    if move in _PENALTIES:
        await penalties.give(session, booking, _PENALTIES[move])
    how = "client-late" if move is CANCEL_LATE else party.value
    record(session, BookingCancelled.of(booking, by.account_id, how=how, was=was.value, reason=reason))
    return booking


def _read(text: str, booking: Booking, party: BookingParty) -> str:
    """A pro who leaves a client waiting says why."""
    said = texts.paragraphs(text)
    called_off = party is BookingParty.PRO and booking.status is BookingStatus.CONFIRMED
    if called_off and not said:
        raise Invalid({"reason": NO_REASON})
    if len(said) > LONGEST_REASON:
        raise Invalid({"reason": TOO_LONG}, most=LONGEST_REASON)
    return said


_PENALTIES = {
    CANCEL_LATE: PenaltyType.CLIENT_CANCEL_LATE,
    CALL_OFF: PenaltyType.PRO_CANCEL_CONFIRMED,
}
