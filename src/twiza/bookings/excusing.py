"""An administrator excuses a penalty with a reason, and everything that came of it is reckoned again from the log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.bookings import offences
from twiza.bookings.events import PenaltyExcused
from twiza.bookings.kinds import PenaltyType
from twiza.bookings.models import Booking, ClientProfile, Penalty
from twiza.bookings.offences import Effect, Outcome, ProStanding
from twiza.bookings.standing import keep
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles import texts
from twiza.pros import locking as pros
from twiza.pros import sanctions
from twiza.pros.models import ProProfile

LONGEST = 1000
EXCUSED_ALREADY = N_("This penalty was already excused.")
NO_REASON = N_("Give the reason: the person will read it.")
TOO_LONG = N_("Use at most {most} characters.")


async def excuse(session: AsyncSession, penalty_id: UUID, *, by: UUID, reason: str) -> Penalty:
    """One line of the log no longer counts: tier, cooldown, hiding and suspension follow."""
    said = _reason(reason)
    await access.admin_with(session, by, Permission.SUPPORT)
    keys = select(Penalty.account_id, Penalty.type).where(Penalty.id == penalty_id)
    found = (await session.execute(keys)).one_or_none()
    if found is None:
        raise NotFound
    account_id, type_ = found
    log = await _held_log(session, account_id, type_)
    penalty = next(line for line in log if line.id == penalty_id)
    if penalty.excused_at is not None:
        raise Conflict(EXCUSED_ALREADY, code="wrong_state")
    await _reckon_again(session, log, [penalty], by, said)
    return penalty


async def pardon(
    session: AsyncSession, account_id: UUID, type_: PenaltyType, *, by: UUID, reason: str
) -> None:
    """What an administrator decides about a client who is banned or a pro who is suspended: all is excused."""
    said = _reason(reason)
    await access.admin_with(session, by, Permission.SUPPORT)
    log = await _held_log(session, account_id, type_)
    counted = [line for line in log if line.excused_at is None]
    if not counted:
        raise Conflict(EXCUSED_ALREADY, code="wrong_state")
    await _reckon_again(session, log, counted, by, said)


async def recount_row(session: AsyncSession, pro_id: UUID) -> None:
    """A job that turned out never to have been done no longer ends the pro's cancellations in a row."""
    log = _counted(await _held_log(session, pro_id, PenaltyType.PRO_CANCEL_CONFIRMED))
    done = await _completions(session, log[0]) if log else []
    standing, _ = offences.of_pro([line.created_at for line in log], done)
    profile = (await pros.hold(session, [pro_id]))[pro_id]
    profile.consecutive_cancels = standing.in_a_row


def _reason(text: str) -> str:
    said = texts.paragraphs(text)
    if not said:
        raise Invalid({"reason": NO_REASON})
    if len(said) > LONGEST:
        raise Invalid({"reason": TOO_LONG}, most=LONGEST)
    return said


async def _held_log(session: AsyncSession, account_id: UUID, type_: PenaltyType) -> Sequence[Penalty]:
    """The profile first, as everywhere; then nobody adds to the log."""
    if type_ is PenaltyType.CLIENT_CANCEL_LATE:
        await lock(session, ClientProfile, account_id)
    else:
        await pros.hold(session, [account_id])
    whose = (Penalty.account_id == account_id, Penalty.type == type_)
    in_order = select(Penalty).where(*whose).order_by(Penalty.created_at, Penalty.id)
    return (await session.scalars(in_order.execution_options(populate_existing=True))).all()


async def _reckon_again(
    session: AsyncSession, log: Sequence[Penalty], excused: Sequence[Penalty], by: UUID, reason: str
) -> None:
    of_client = log[0].type is PenaltyType.CLIENT_CANCEL_LATE
    done = [] if of_client else await _completions(session, log[0])
    before, _ = offences.of_pro([line.created_at for line in _counted(log)], done)
    for line in excused:
        line.excused_at, line.excused_by, line.excuse = clock.now(), by, reason
        await audit.write(session, by, "excuse", "penalty", line.id, reason)
        record(session, PenaltyExcused(line.id, line.account_id, reason))
    counted = _counted(log)
    moments = [line.created_at for line in counted]
    if of_client:
        after, outcomes = offences.of_client(moments)
        keep(await lock(session, ClientProfile, log[0].account_id), after.at(clock.now()))
    else:
        standing, outcomes = offences.of_pro(moments, done)
        profile = (await pros.hold(session, [log[0].account_id]))[log[0].account_id]
        await _lift(session, profile, before, standing)
    _rewrite(counted, outcomes)
    await session.flush()


def _counted(log: Sequence[Penalty]) -> Sequence[Penalty]:
    return [line for line in log if line.excused_at is None and line.effect != Effect.GRACE]


def _rewrite(lines: Sequence[Penalty], outcomes: Sequence[Outcome]) -> None:
    """The lines that stay say what they lead to now."""
    for line, outcome in zip(lines, outcomes, strict=True):
        line.tier, line.effect, line.ends_at = outcome.tier, outcome.effect.value, outcome.ends_at


async def _completions(session: AsyncSession, first: Penalty) -> Sequence[datetime]:
    done = (Booking.pro_id == first.account_id, Booking.completed_at >= first.created_at)
    found = await session.scalars(select(Booking.completed_at).where(*done))
    return [at for at in found if at is not None]


async def _lift(session: AsyncSession, profile: ProProfile, before: ProStanding, after: ProStanding) -> None:
    """Only what the log had led to is lifted; an administrator's own sanction stays."""
    profile.consecutive_cancels = after.in_a_row
    freed = before.suspended_at is not None and after.suspended_at is None
    by_log = profile.hidden_until == before.hidden_until
    if profile.suspended_at is not None and not freed:
        return
    until = after.hidden_until if by_log else profile.hidden_until
    if not freed and until == profile.hidden_until:
        return
    await sanctions.lift(session, profile)
    if until is not None and until > clock.now():
        await sanctions.hide(session, profile, until=until)
