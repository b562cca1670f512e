"""Hours closed or opened apart from the week: holidays, an extra Sunday, a job that takes the day."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles import texts
from twiza.pros import calendar, hours, locking
from twiza.pros.events import ScheduleChanged
from twiza.pros.models import AvailabilityException, ExceptionReason

LONGEST = timedelta(days=60)
FURTHEST = timedelta(days=400)
LONGEST_NOTE = 120
MOST = 200

END_FIRST = N_("The end has to come after the start.")
OVER = N_("These hours are over.")
TOO_LONG = N_("Close or open at most {days} days at once.")
TOO_FAR = N_("Choose dates within the next {ahead} days.")
NO_WHOLE_HOUR = N_("Open at least one whole hour, such as 09:00 to 10:00.")
NOTE_TOO_LONG = N_("Use at most {most} characters for the note.")
TOO_MANY = N_("There are too many exceptions ahead. Remove some, or change your week.")
OF_A_BOOKING = N_("A job holds this day. It opens again when the job is moved or cancelled.")


async def close(
    session: AsyncSession, account_id: UUID, *, start_at: datetime, end_at: datetime, note: str = ""
) -> AvailabilityException:
    """No more requests for these hours; what is confirmed stands."""
    return await _add(session, account_id, ExceptionReason.MANUAL_BLOCK, start_at, end_at, note=note)


async def open_hours(
    session: AsyncSession, account_id: UUID, *, start_at: datetime, end_at: datetime, note: str = ""
) -> AvailabilityException:
    """Whole hours that the week leaves closed; where something closes them too, they stay closed."""
    return await _add(session, account_id, ExceptionReason.MANUAL_OPEN, start_at, end_at, note=note)


async def remove(session: AsyncSession, exception_id: UUID, *, by: UUID) -> None:
    """The week holds again; what a job closed goes with the job."""
    await locking.hold_own(session, by)
    own = (AvailabilityException.id == exception_id, AvailabilityException.pro_id == by)
    found = await session.scalar(select(AvailabilityException).where(*own))
    if found is None:
        raise NotFound
    if found.booking_id is not None:
        raise Conflict(OF_A_BOOKING, code="held_by_booking")
    await session.delete(found)
    await _settle(session, by)


async def close_for_booking(
    session: AsyncSession, pro_id: UUID, booking_id: UUID, *, starts_at: datetime
) -> AvailabilityException:
    """A job of a day closes the rest of it, until local midnight; whoever calls holds the profile."""
    closed = AvailabilityException(
        pro_id=pro_id,
        start_at=starts_at,
        end_at=hours.midnight_after(starts_at),
        reason=ExceptionReason.FULL_DAY_BOOKING,
        booking_id=booking_id,
    )
    session.add(closed)
    await _settle(session, pro_id)
    return closed


async def release_booking(session: AsyncSession, booking_id: UUID, *, since: datetime | None = None) -> bool:
    """What this job closed opens again, all of it or what lies after `since`; the caller holds the profile."""
    found = await session.scalar(
        select(AvailabilityException).where(AvailabilityException.booking_id == booking_id)
    )
    if found is None:
        return False
    if since is None or since <= found.start_at:
        await session.delete(found)
    else:
        found.end_at = min(found.end_at, since)
    await _settle(session, found.pro_id)
    return True


async def ahead(session: AsyncSession, account_id: UUID) -> list[AvailabilityException]:
    """Those that aren't over, the next first."""
    one = AvailabilityException
    mine = (one.pro_id == account_id, one.end_at > clock.now())
    return list(await session.scalars(select(one).where(*mine).order_by(one.start_at, one.id)))


async def _add(
    session: AsyncSession,
    account_id: UUID,
    reason: ExceptionReason,
    start_at: datetime,
    end_at: datetime,
    *,
    note: str,
) -> AvailabilityException:
    await locking.hold_own(session, account_id)
    said = texts.line(note)
    faults = _faults(reason, start_at, end_at, said)
    if not faults:
        # Sent twice by an impatient thumb, it stands once.
        if there := await _twin(session, account_id, reason, start_at, end_at):
            return there
        if await _count(session, account_id) >= MOST:
            faults["start_at"] = TOO_MANY
    if faults:
        raise Invalid(faults, days=LONGEST.days, ahead=FURTHEST.days, most=LONGEST_NOTE)
    added = AvailabilityException(
        pro_id=account_id, start_at=start_at, end_at=end_at, reason=reason, note=said
    )
    session.add(added)
    await _settle(session, account_id)
    return added


def _faults(reason: ExceptionReason, start_at: datetime, end_at: datetime, note: str) -> dict[str, str]:
    now = clock.now()
    faults: dict[str, str] = {}
    if end_at <= start_at:
        faults["end_at"] = END_FIRST
    elif end_at <= now or clock.local(start_at).date() < clock.local(now).date():
        faults["start_at"] = OVER
    elif end_at - start_at > LONGEST:
        faults["end_at"] = TOO_LONG
    elif end_at > now + FURTHEST:
        faults["end_at"] = TOO_FAR
    elif reason is ExceptionReason.MANUAL_OPEN and not hours.whole_hours(start_at, end_at):
        faults["end_at"] = NO_WHOLE_HOUR
    if len(note) > LONGEST_NOTE:
        faults["note"] = NOTE_TOO_LONG
    return faults


async def _twin(
    session: AsyncSession, account_id: UUID, reason: ExceptionReason, start_at: datetime, end_at: datetime
) -> AvailabilityException | None:
    said = {"pro_id": account_id, "reason": reason, "start_at": start_at, "end_at": end_at}
    return await session.scalar(select(AvailabilityException).filter_by(**said).limit(1))


async def _count(session: AsyncSession, account_id: UUID) -> int:
    one = AvailabilityException
    mine = (one.pro_id == account_id, one.end_at > clock.now())
    return await session.scalar(select(func.count()).select_from(one).where(*mine)) or 0


async def _settle(session: AsyncSession, pro_id: UUID) -> None:
    await calendar.rebuild(session, pro_id)
    record(session, ScheduleChanged(pro_id))
