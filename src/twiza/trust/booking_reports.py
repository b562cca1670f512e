"""One of the two people of a booking says that something went wrong, or that nobody came."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.bookings import access
from twiza.bookings import no_show as nobody
from twiza.bookings.delays import COMPLETABLE_AFTER, REPORT_WINDOW
from twiza.bookings.kinds import BookingStatus
from twiza.bookings.models import Booking
from twiza.kit import clock, ids, ratelimit, storage
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.states import WRONG_STATE
from twiza.profiles import texts
from twiza.trust import delays
from twiza.trust.events import ReportMade
from twiza.trust.models import Report, ReportedKind, ReportFile, ReportReason

LONGEST_TITLE, LONGEST, MOST_FILES = 100, 2000, 6
LIMIT, PER = 20, timedelta(days=1)
UPLOADS_A_DAY = (60, timedelta(days=1))
NO_TITLE = N_("Say in a few words what it is about.")
NO_DETAILS = N_("Tell what happened.")
TOO_LONG = N_("Use at most {most} characters.")
TOO_MANY = N_("Attach at most {most} files.")
NOT_YOURS = N_("One of these files can’t be attached here. Send it again.")
TOO_EARLY = N_("An hour after the start, you can say that nobody came.")
TWICE = N_("You have already reported this booking: an administrator will answer.")


async def report_booking(
    session: AsyncSession,
    booking_id: UUID,
    *,
    by: UUID,
    title: str,
    details: str,
    files: Sequence[UUID] = (),
    no_show: bool = False,
) -> Report:
    """At any time, by either side; it is urgent within two days of a finished job, or when nobody came."""
    booking = await access.seen(session, booking_id, by)
    name, said = _words(title, details)
    now = clock.now()
    if no_show:
        _check_no_show(booking, by, now)
    await ratelimit.hit(f"report:{by}", LIMIT, PER)
    urgent = no_show or is_fresh(booking, now)
    reason = ReportReason.NO_SHOW if no_show else ReportReason.OTHER
    about_id = booking.other(by)
    new = insert(Report).values(
        id=ids.new(),
        reporter_id=by,
        kind=ReportedKind.BOOKING,
        subject_id=booking.id,
        about_id=about_id,
        reason=reason,
        title=name,
        details=said,
        is_urgent=urgent,
        due_at=now + (delays.URGENT if urgent else delays.NORMAL),
        created_at=now,
    )
    made = (await session.execute(new.on_conflict_do_nothing().returning(Report.id))).scalar_one_or_none()
    if made is None:
        raise Conflict(TWICE, code="already_reported")
    await _attach(session, made, files, by)
    record(session, ReportMade(made, by, about_id, ReportedKind.BOOKING, reason))
    return (await session.execute(select(Report).where(Report.id == made))).scalar_one()


def is_fresh(booking: Booking, now: datetime) -> bool:
    """Whether the job was finished less than two days ago."""
    done = booking.completed_at
    return booking.status is BookingStatus.COMPLETED and done is not None and now < done + REPORT_WINDOW


def may_say_nobody_came(booking: Booking, by: UUID, now: datetime) -> bool:
    """From an hour after the start, as long as nothing else was said of the visit."""
    party = booking.party(by)
    return party is not None and nobody.may_report(booking, party, now)


async def own(session: AsyncSession, report_id: UUID, *, by: UUID) -> Report:
    """A report, for whoever made it."""
    found = await session.scalar(select(Report).where(Report.id == report_id, Report.reporter_id == by))
    if found is None:
        raise NotFound
    return found


def _words(title: str, details: str) -> tuple[str, str]:
    name, said = texts.line(title), texts.paragraphs(details)
    if missing := {
        field: message
        for field, message, words in (("title", NO_TITLE, name), ("details", NO_DETAILS, said))
        if not words
    }:
        raise Invalid(missing)
    if len(name) > LONGEST_TITLE:
        raise Invalid({"title": TOO_LONG}, most=LONGEST_TITLE)
    if len(said) > LONGEST:
        raise Invalid({"details": TOO_LONG}, most=LONGEST)
    return name, said


def _check_no_show(booking: Booking, by: UUID, now: datetime) -> None:
    if may_say_nobody_came(booking, by, now):
        return
    if booking.status is BookingStatus.CONFIRMED and now < booking.starts_at + COMPLETABLE_AFTER:
        raise Conflict(TOO_EARLY, code="not_yet")
    raise Conflict(WRONG_STATE, code="wrong_state")


async def _attach(session: AsyncSession, report_id: UUID, files: Sequence[UUID], by: UUID) -> None:
    """Only whoever sent a file may attach it, once; held by id, so that no two reports take it."""
    wanted = list(dict.fromkeys(files))
    if len(wanted) > MOST_FILES:
        raise Invalid({"files": TOO_MANY}, most=MOST_FILES)
    if not wanted:
        return
    found = await storage.hold_free(session, wanted, owner=by, taken_in=ReportFile.file_id)
    if len(found) < len(wanted):
        raise Invalid({"files": NOT_YOURS})
    session.add_all(ReportFile(report_id=report_id, file_id=file_id) for file_id in wanted)
    await session.flush()
