"""Penalties: a line of the log for whoever cancels at the last moment, and what it leads to.

All of it happens under the profile's lock, which the verb that ends the booking holds already; `offences.py` says
what follows, and the profile keeps where somebody stands.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import delays
from twiza.bookings.events import PenaltyGiven
from twiza.bookings.excusing import excuse, recount_row
from twiza.bookings.kinds import PenaltyType
from twiza.bookings.models import Booking, ClientProfile, Penalty
from twiza.bookings.offences import Effect, Outcome, ProStanding
from twiza.bookings.standing import check_may_book, keep, remembered, standing
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.events import record
from twiza.kit.settings import settings
from twiza.pros import locking as pros
from twiza.pros import sanctions
from twiza.pros.models import ProProfile

__all__ = ["check_may_book", "end_row", "excuse", "give", "recount_row", "standing"]


async def give(
    session: AsyncSession, booking: Booking, type_: PenaltyType, *, no_show: bool = False
) -> Penalty:
    """Whoever ended this booking, or didn't come, answers for it: the log, the profile, the event."""
    is_client = type_ is PenaltyType.CLIENT_CANCEL_LATE
    account_id = booking.client_id if is_client else booking.pro_id
    at = clock.now()
    if is_client and not no_show and _is_excused_by_itself(booking, at):
        outcome = Outcome(Effect.GRACE)
    elif is_client:
        outcome = await _to_client(session, account_id, at)
    else:
        outcome = await _to_pro(session, account_id, at)
    penalty = Penalty(
        account_id=account_id,
        type=type_,
        booking_id=booking.id,
        no_show=no_show,
        tier=outcome.tier,
        effect=outcome.effect.value,
        ends_at=outcome.ends_at,
        created_at=at,
    )
    session.add(penalty)
    await session.flush()
    until = outcome.ends_at.isoformat() if outcome.ends_at else None
    record(
        session,
        PenaltyGiven(penalty.id, account_id, booking.id, type_.value, outcome.effect.value, until),
    )
    return penalty


async def end_row(session: AsyncSession, pro_id: UUID) -> None:
    """A job that was done ends the pro's cancellations in a row."""
    profile = (await pros.hold(session, [pro_id]))[pro_id]
    profile.consecutive_cancels = 0


def _is_excused_by_itself(booking: Booking, at: datetime) -> bool:
    grace = timedelta(minutes=settings().late_cancel_grace)
    return booking.confirmed_at is not None and at < booking.confirmed_at + grace


async def _to_client(session: AsyncSession, account_id: UUID, at: datetime) -> Outcome:
    profile = await lock(session, ClientProfile, account_id)
    after, outcome = remembered(profile).after(at)
    keep(profile, after)
    return outcome


async def _to_pro(session: AsyncSession, account_id: UUID, at: datetime) -> Outcome:
    profile = (await pros.hold(session, [account_id]))[account_id]
    before = ProStanding(profile.consecutive_cancels, await _recent(session, account_id, at))
    after, outcome = before.after(at)
    profile.consecutive_cancels = after.in_a_row
    await _sanction(session, profile, outcome)
    return outcome


async def _recent(session: AsyncSession, account_id: UUID, at: datetime) -> Sequence[datetime]:
    """When they cancelled within the window, what was excused left out."""
    of_pro = (Penalty.account_id == account_id, Penalty.type == PenaltyType.PRO_CANCEL_CONFIRMED)
    counted = (Penalty.excused_at.is_(None), Penalty.created_at > at - delays.PRO_WINDOW)
    found = await session.scalars(
        select(Penalty.created_at).where(*of_pro, *counted).order_by(Penalty.created_at)
    )
    return found.all()


async def _sanction(session: AsyncSession, profile: ProProfile, outcome: Outcome) -> None:
    if outcome.effect is Effect.SUSPENDED:
        await sanctions.suspend(session, profile)
    elif outcome.effect is Effect.HIDDEN and outcome.ends_at is not None:
        await sanctions.hide(session, profile, until=outcome.ends_at)
