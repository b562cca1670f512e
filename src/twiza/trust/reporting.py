"""Somebody says that something is wrong."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.kit import clock, ids, ratelimit
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles import texts
from twiza.trust import delays, subjects
from twiza.trust.booking_reports import report_booking
from twiza.trust.events import ReportMade
from twiza.trust.models import Report, ReportedKind, ReportReason

__all__ = ["report", "report_booking"]
LONGEST = 2000
LIMIT, PER = 20, timedelta(days=1)
MISSING_DETAILS = N_("Say in a few words what is wrong.")
TOO_LONG = N_("Use at most {most} characters.")
OWN = N_("You can’t report what is yours.")
FROM_ITS_PAGE = N_("Report a booking from its own page.")


async def report(
    session: AsyncSession,
    kind: ReportedKind,
    subject_id: UUID,
    *,
    by: UUID,
    reason: ReportReason,
    details: str,
) -> Report:
    """Put it before the administrators; while it waits for them, the same complaint is not made twice."""
    if kind is ReportedKind.BOOKING or reason is ReportReason.NO_SHOW:
        raise Invalid({"kind": FROM_ITS_PAGE})
    said = texts.paragraphs(details)
    if not said and reason is ReportReason.OTHER:
        raise Invalid({"details": MISSING_DETAILS})
    if len(said) > LONGEST:
        raise Invalid({"details": TOO_LONG}, most=LONGEST)
    subject = await subjects.seen(session, kind, subject_id, by=by)
    if subject.about_id == by:
        raise Conflict(OWN, code="own_subject")
    await ratelimit.hit(f"report:{by}", LIMIT, PER)
    now = clock.now()
    new = insert(Report).values(
        id=ids.new(),
        reporter_id=by,
        kind=kind,
        subject_id=subject_id,
        about_id=subject.about_id,
        reason=reason,
        details=said,
        due_at=now + delays.ANSWER_WITHIN[reason],
        created_at=now,
    )
    made = (await session.execute(new.on_conflict_do_nothing().returning(Report.id))).scalar_one_or_none()
    whole = select(Report).where(
        Report.reporter_id == by,
        Report.kind == kind,
        Report.subject_id == subject_id,
        Report.closed_at.is_(None),
    )
    found = (await session.execute(whole)).scalar_one()
    if made is not None:
        record(session, ReportMade(found.id, by, subject.about_id, kind, reason))
    return found
