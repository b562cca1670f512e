"""Another hour for a confirmed visit: one side proposes, the other accepts, and the hours change hands at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import answering, delays, fitting, holding, lateness, locking, reminding
from twiza.bookings.actors import Actor
from twiza.bookings.advancing import check, check_party, remember
from twiza.bookings.allowing import is_ahead
from twiza.bookings.confirming import hours_taken
from twiza.bookings.errors import Expired, Unusable, told_by_constraint
from twiza.bookings.events import RescheduleAnswered, RescheduleDropped, RescheduleProposed
from twiza.bookings.kinds import BookingEventType, BookingParty, Duration, ProposalStatus
from twiza.bookings.locking import HeldPro, Hours, Keys
from twiza.bookings.models import Booking, Proposal
from twiza.bookings.states import RESCHEDULE
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.states import WRONG_STATE
from twiza.pros import exceptions
from twiza.pros.hours import hour_of, is_on_the_hour, midnight_after, moment_of

NOT_ON_THE_HOUR = N_("Visits begin on the hour.")
IN_THE_PAST = N_("This hour has begun already.")
TOO_FAR = N_("Visits can be booked at most {days} days ahead.")
THE_SAME = N_("It is at this hour already.")
TOO_SOON = N_("This pro needs more time before a visit. Propose a later hour.")
PROPOSED_ALREADY = N_("Another hour is proposed already: it waits for an answer.")


async def propose(session: AsyncSession, booking_id: UUID, *, by: Actor, starts_at: datetime) -> Proposal:
    """Either side, before the visit begins; one proposal at a time, for an hour that has room for the whole job."""
    keys = await locking.keys(session, booking_id)
    check_party(keys, RESCHEDULE, by)
    held = await locking.hold_affected(session, keys)
    booking, now = held.booking, clock.now()
    party = _check_movable(booking, by, now)
    if await session.scalar(select(Proposal.id).where(_open(booking.id))):
        raise Conflict(PROPOSED_ALREADY, code="already_proposed")
    _check_hour(booking, held.pro, party, starts_at, now)
    await _check_room(session, booking, _taking(starts_at, booking.duration))
    proposal = Proposal(booking_id=booking.id, proposer=party, starts_at=starts_at, created_at=now)
    session.add(proposal)
    await session.flush()
    told = {"proposal_id": proposal.id, "new_at": starts_at.isoformat()}
    record(session, RescheduleProposed.of(booking, by.account_id, **told))
    return proposal


async def accept(session: AsyncSession, proposal_id: UUID, *, by: Actor) -> Booking:
    """The other side agrees: old hours are free, new ones are held, in one transaction; what they cover is closed."""
    keys, starts_at, duration = await _of(session, proposal_id)
    check_party(keys, RESCHEDULE, by)
    taking = _taking(starts_at, duration)
    held = await locking.hold_affected(session, keys, taking=taking)
    proposal, booking, now = await lock(session, Proposal, proposal_id), held.booking, clock.now()
    _check_answerable(booking, proposal, by, now)
    # Made longer while its locks were waited for: other hours would have to be held.
    if booking.duration is not duration:
        raise Conflict
    was = booking.starts_at
    await holding.release(session, booking, by)
    await fitting.check(session, booking, taking)
    async with told_by_constraint(session):
        lateness.move(booking, proposal.proposer, now)
        booking.starts_at, booking.ends_at = taking.starts_at, taking.ends_at
        booking.sequence += 1
        reminding.rearm(booking)
        await session.flush()
        await holding.take(session, booking)
        if booking.duration is Duration.H8:
            await exceptions.close_for_booking(
                session, booking.pro_id, booking.id, starts_at=taking.starts_at
            )
        await answering.give_way(session, held.others, booking, now)
    details = {"from": was.isoformat(), "to": taking.starts_at.isoformat()}
    remember(session, booking, BookingEventType.RESCHEDULED, by, details)
    _answer(session, booking, proposal, by, ProposalStatus.ACCEPTED)
    return booking


async def decline(session: AsyncSession, proposal_id: UUID, *, by: Actor) -> Booking:
    """The visit stays at its hour."""
    booking, proposal = await _held(session, proposal_id, by)
    _check_answerable(booking, proposal, by, clock.now())
    _answer(session, booking, proposal, by, ProposalStatus.DECLINED)
    return booking


async def withdraw(session: AsyncSession, proposal_id: UUID, *, by: Actor) -> Booking:
    """Whoever proposed thinks better of it."""
    booking, proposal = await _held(session, proposal_id, by)
    if by.party(booking) is not proposal.proposer:
        raise Forbidden
    _check_open(proposal)
    proposal.status, proposal.answered_at = ProposalStatus.WITHDRAWN, clock.now()
    told = {"proposal_id": proposal.id, "new_at": proposal.starts_at.isoformat(), "withdrawn": True}
    record(session, RescheduleDropped.of(booking, by.account_id, **told))
    return booking


def _check_movable(booking: Booking, by: Actor, now: datetime) -> BookingParty:
    party = check(booking, RESCHEDULE, by)
    if not is_ahead(booking, now):
        raise Expired
    return party


def _check_answerable(booking: Booking, proposal: Proposal, by: Actor, now: datetime) -> None:
    """Only the side that was asked, while both hours lie ahead."""
    if by.party(booking) is proposal.proposer:
        raise Forbidden
    _check_open(proposal)
    _check_movable(booking, by, now)
    if proposal.starts_at <= now:
        raise Expired


def _check_open(proposal: Proposal) -> None:
    if proposal.status is not ProposalStatus.OPEN:
        raise Conflict(WRONG_STATE, code="wrong_state")


def _check_hour(
    booking: Booking, pro: HeldPro, party: BookingParty, starts_at: datetime, now: datetime
) -> None:
    """As for a request; the pro's own notice binds the client, not the pro."""
    if not is_on_the_hour(starts_at):
        raise Unusable("starts_at", NOT_ON_THE_HOUR, code="not_on_the_hour")
    if starts_at <= now:
        raise Unusable("starts_at", IN_THE_PAST, code="in_the_past")
    if starts_at > now + delays.HORIZON:
        raise Unusable("starts_at", TOO_FAR, code="too_far_ahead", days=delays.HORIZON.days)
    if starts_at == booking.starts_at:
        raise Unusable("starts_at", THE_SAME, code="same_hour")
    if party is BookingParty.CLIENT and starts_at - now < pro.min_notice_hours * delays.SLOT:
        raise Conflict(TOO_SOON, code="not_free")


async def _check_room(session: AsyncSession, booking: Booking, taking: Hours) -> None:
    """Room beside what the job itself closes now: a job of a day may move within its own day."""
    if booking.duration is not Duration.H8:
        await fitting.check(session, booking, taking)
        return
    closed_from, closed_to = booking.starts_at, midnight_after(booking.starts_at)
    before = (taking.starts_at, min(taking.ends_at, closed_from))
    after = (max(taking.starts_at, closed_to), taking.ends_at)
    for starts_at, ends_at in (before, after):
        if starts_at < ends_at:
            await fitting.check(session, booking, Hours(starts_at, ends_at, ends_at))


def _taking(starts_at: datetime, duration: Duration | None) -> Hours:
    # A confirmed booking has a duration; of any other the move is refused once it is held.
    return hours_taken(moment_of(hour_of(starts_at)), duration or Duration.H1)


def _open(booking_id: UUID) -> ColumnElement[bool]:
    return (Proposal.booking_id == booking_id) & (Proposal.status == ProposalStatus.OPEN)


async def _of(session: AsyncSession, proposal_id: UUID) -> tuple[Keys, datetime, Duration | None]:
    """What never changes of a proposal and of a booking that has one."""
    shown = select(Proposal.booking_id, Proposal.starts_at, Booking.duration).join(
        Booking, Booking.id == Proposal.booking_id
    )
    found = (await session.execute(shown.where(Proposal.id == proposal_id))).one_or_none()
    if found is None:
        raise NotFound
    return await locking.keys(session, found.booking_id), found.starts_at, found.duration


async def _held(session: AsyncSession, proposal_id: UUID, by: Actor) -> tuple[Booking, Proposal]:
    """No hour changes hands: the booking alone is enough."""
    keys, _, _ = await _of(session, proposal_id)
    check_party(keys, RESCHEDULE, by)
    booking = await locking.hold_one(session, keys.id)
    return booking, await lock(session, Proposal, proposal_id)


def _answer(
    session: AsyncSession, booking: Booking, proposal: Proposal, by: Actor, status: ProposalStatus
) -> None:
    proposal.status, proposal.answered_at = status, clock.now()
    told = {"proposal_id": proposal.id, "new_at": proposal.starts_at.isoformat()}
    accepted = status is ProposalStatus.ACCEPTED
    record(session, RescheduleAnswered.of(booking, by.account_id, **told, accepted=accepted))
