"""Administrators take reports and answer them; every step is in the audit log."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.models import Permission
from twiza.bookings import no_show
from twiza.bookings.kinds import BookingParty
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles import texts
from twiza.trust.events import ReportAnswered
from twiza.trust.models import Report, ReportReason, ReportStatus

LONGEST = 2000
CLOSED = N_("This report is already closed.")
NOT_A_NO_SHOW = N_("This report doesn’t say that nobody came.")
MISSING_DECISION = N_("Write what was decided and why.")
TOO_LONG = N_("Use at most {most} characters.")


async def take(session: AsyncSession, report_id: UUID, *, by: UUID) -> Report:
    """Look after a report, also one that a colleague had taken."""
    report = await _open(session, report_id, by)
    report.owner_id, report.status = by, ReportStatus.IN_REVIEW
    await audit.write(session, by, "take-report", "report", report.id)
    return report


async def resolve(session: AsyncSession, report_id: UUID, *, by: UUID, decision: str) -> Report:
    """The report was right; what was done about it stands in the decision."""
    return await _close(session, report_id, by, decision, ReportStatus.RESOLVED)


async def reject(session: AsyncSession, report_id: UUID, *, by: UUID, decision: str) -> Report:
    """Nothing was wrong, or nothing can be done."""
    return await _close(session, report_id, by, decision, ReportStatus.REJECTED)


async def uphold_no_show(
    session: AsyncSession, report_id: UUID, *, by: UUID, who: BookingParty, decision: str
) -> Report:
    """Somebody wasn't there: the booking ends by their fault, with its penalty, and the report with it."""
    await access.admin_with(session, by, Permission.SUPPORT)
    keys = select(Report.subject_id, Report.reason, Report.closed_at).where(Report.id == report_id)
    found = (await session.execute(keys)).one_or_none()
    if found is None:
        raise NotFound
    booking_id, reason, closed_at = found
    if reason is not ReportReason.NO_SHOW:
        raise Conflict(NOT_A_NO_SHOW, code="wrong_state")
    if closed_at is not None:
        raise Conflict(CLOSED, code="report_closed")
    # Profiles and bookings come before the report, or two locks would be taken in two orders.
    await no_show.uphold(session, booking_id, by=by, who=who)
    return await resolve(session, report_id, by=by, decision=decision)


async def _close(
    session: AsyncSession, report_id: UUID, by: UUID, decision: str, status: ReportStatus
) -> Report:
    report = await _open(session, report_id, by)
    said = texts.paragraphs(decision)
    if not said:
        raise Invalid({"decision": MISSING_DECISION})
    if len(said) > LONGEST:
        raise Invalid({"decision": TOO_LONG}, most=LONGEST)
    report.status, report.decision, report.closed_at = status, said, clock.now()
    report.owner_id = report.owner_id or by
    upheld = status is ReportStatus.RESOLVED
    verb = "resolve-report" if upheld else "reject-report"
    await audit.write(session, by, verb, "report", report.id, reason=said)
    record(session, ReportAnswered(report.id, report.reporter_id, report.kind, upheld))
    return report


async def _open(session: AsyncSession, report_id: UUID, by: UUID) -> Report:
    await access.admin_with(session, by, Permission.SUPPORT)
    report = await lock(session, Report, report_id)
    if report.closed_at is not None:
        raise Conflict(CLOSED, code="report_closed")
    return report
