"""Administrators' own calls: papers to check, reports to answer, penalties to excuse."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from twiza.accounts.models import Permission
from twiza.accounts.viewer import Viewer
from twiza.api import cursors
from twiza.api.answers import answer, page, since
from twiza.api.deps import CurrentViewer, Reader, Session
from twiza.api.judging import must_judge
from twiza.api.order_shapes import at
from twiza.api.schemas.administration import (
    Approval,
    Excuse,
    QueuedPapers,
    QueuedReport,
    Refusal,
    Ruling,
    Shown,
    ShownPenalty,
)
from twiza.api.schemas.page import Page
from twiza.bookings import penalties
from twiza.bookings.standing import Line, standing
from twiza.kit.errors import NotFound
from twiza.trust import deciding, queue
from twiza.trust.kyc import deciding as checking
from twiza.trust.kyc import queries
from twiza.trust.kyc.models import KycParty
from twiza.trust.kyc.states import KYC
from twiza.trust.models import ReportStatus

router = APIRouter(prefix="/admin", tags=["administration"])
Cursor = Annotated[str | None, Query(max_length=400)]
_CASE = ("account_id", "name", "status", "rejection_reason", "owner_id", "is_late")
_REPORT = (
    "id", "kind", "subject_id", "reason", "title", "details", "is_urgent", "is_late", "status", "decision",
    "reporter_id", "about_id", "owner_id",
)  # fmt: skip
_PENALTY = ("id", "type", "reference", "no_show", "tier", "effect", "excuse")


@router.get("/kyc", responses={200: {"model": Page[QueuedPapers]}})
async def list_papers(
    viewer: CurrentViewer, reader: Reader, show: Shown = "waiting", cursor: Cursor = None
) -> Response:
    """Identity papers by deadline. The pictures are only ever shown in the site, where each look is written down."""
    must_judge(viewer, Permission.KYC)
    after = _after(f"kyc {show}", cursor)
    found = await queries.page(reader, show=_asked(show), owner=viewer.id, after=after)
    items = [_case(one, viewer) for one in found.cases]
    return answer(page(items, _next(f"kyc {show}", found.next)), private=True)


@router.patch("/kyc/{account_id}/approve", responses={200: {"model": QueuedPapers}})
async def approve_papers(
    account_id: UUID, viewer: CurrentViewer, session: Session, said: Approval
) -> Response:
    """The papers are good: the person carries the badge from now on."""
    must_judge(viewer, Permission.KYC)
    await checking.approve(session, account_id, by=viewer.id, note=said.note)
    return await _case_now(session, account_id, viewer)


@router.patch("/kyc/{account_id}/reject", responses={200: {"model": QueuedPapers}})
async def reject_papers(account_id: UUID, viewer: CurrentViewer, session: Session, said: Refusal) -> Response:
    """The papers aren't good: the person reads why, and the pictures are destroyed."""
    must_judge(viewer, Permission.KYC)
    await checking.reject(session, account_id, by=viewer.id, reason=said.reason)
    return await _case_now(session, account_id, viewer)


@router.get("/reports", responses={200: {"model": Page[QueuedReport]}})
async def list_reports(
    viewer: CurrentViewer, reader: Reader, show: Shown = "waiting", cursor: Cursor = None
) -> Response:
    """Reports by deadline: on bookings, gigs, profiles, messages and reviews."""
    must_judge(viewer, Permission.SUPPORT)
    after = _after(f"reports {show}", cursor)
    found = await queue.page(reader, show=_asked(show), owner=viewer.id, after=after)
    items = [_report(one) for one in found.entries]
    return answer(page(items, _next(f"reports {show}", found.next)), private=True)


@router.patch("/reports/{report_id}/take", responses={200: {"model": QueuedReport}})
async def take_report(report_id: UUID, viewer: CurrentViewer, session: Session) -> Response:
    """Look after it from now on."""
    must_judge(viewer, Permission.SUPPORT)
    await deciding.take(session, report_id, by=viewer.id)
    return await _report_now(session, report_id)


@router.patch("/reports/{report_id}/resolve", responses={200: {"model": QueuedReport}})
async def resolve_report(report_id: UUID, viewer: CurrentViewer, session: Session, said: Ruling) -> Response:
    """The report was right. Naming who wasn't there ends the booking by their fault, with its penalty."""
    must_judge(viewer, Permission.SUPPORT)
    if said.who is None:
        await deciding.resolve(session, report_id, by=viewer.id, decision=said.decision)
    else:
        await deciding.uphold_no_show(session, report_id, by=viewer.id, who=said.who, decision=said.decision)
    return await _report_now(session, report_id)


@router.patch("/reports/{report_id}/reject", responses={200: {"model": QueuedReport}})
async def reject_report(report_id: UUID, viewer: CurrentViewer, session: Session, said: Excuse) -> Response:
    """Nothing was wrong, or nothing can be done; `reason` is the decision that stays."""
    must_judge(viewer, Permission.SUPPORT)
    await deciding.reject(session, report_id, by=viewer.id, decision=said.reason)
    return await _report_now(session, report_id)


@router.get("/users/{user_id}/penalties", responses={200: {"model": Page[ShownPenalty]}})
async def list_penalties(user_id: UUID, viewer: CurrentViewer, reader: Reader) -> Response:
    """The penalty log of one person, the newest first, two hundred at most."""
    must_judge(viewer, Permission.SUPPORT)
    log = (await standing(reader, user_id)).lines
    return answer(page([_penalty(line) for line in log], None), private=True)


@router.patch("/penalties/{penalty_id}/excuse", responses={200: {"model": ShownPenalty}})
async def excuse_penalty(penalty_id: UUID, viewer: CurrentViewer, session: Session, said: Excuse) -> Response:
    """It no longer counts, nor does what followed from it; the person reads the reason."""
    must_judge(viewer, Permission.SUPPORT)
    excused = await penalties.excuse(session, penalty_id, by=viewer.id, reason=said.reason)
    await session.flush()
    log = (await standing(session, excused.account_id)).lines
    found = next((line for line in log if line.id == penalty_id), None)
    if found is None:
        raise NotFound
    return answer(_penalty(found), private=True)


def _asked(show: str) -> str:
    return "" if show == "waiting" else show


def _after(listing: str, cursor: str | None) -> tuple[datetime, UUID] | None:
    keys = cursors.read(listing, cursor, (datetime, UUID))
    return (keys[0], keys[1]) if keys else None


def _next(listing: str, place: tuple[datetime, UUID] | None) -> str | None:
    return cursors.write(listing, [place[0].isoformat(), str(place[1])]) if place else None


def _case(case: queries.Case, viewer: Viewer) -> Mapping[str, object]:
    """Nobody decides on their own papers."""
    is_own = case.account_id == viewer.id
    return {
        **{name: getattr(case, name) for name in _CASE},
        **at("submitted", case.submitted_at),
        **at("due", case.due_at),
        **at("decided", case.decided_at),
        "allowed_actions": [] if is_own else KYC.allowed(case.status, KycParty.ADMIN),
    }


async def _case_now(session: Session, account_id: UUID, viewer: Viewer) -> Response:
    await session.flush()
    case = await queries.one(await session.connection(), account_id)
    return answer(_case(case, viewer), private=True)


def _report(entry: queue.Entry) -> Mapping[str, object]:
    is_open = entry.status in {ReportStatus.OPEN, ReportStatus.IN_REVIEW}
    return {
        **{name: getattr(entry, name) for name in _REPORT},
        **at("due", entry.due_at),
        **at("closed", entry.closed_at),
        **since(entry.created_at),
        "allowed_actions": ["take", "resolve", "reject"] if is_open else [],
    }


async def _report_now(session: Session, report_id: UUID) -> Response:
    await session.flush()
    return answer(_report(await queue.one(await session.connection(), report_id)), private=True)


def _penalty(line: Line) -> Mapping[str, object]:
    return {
        **{name: getattr(line, name) for name in _PENALTY},
        "reason_text": line.reason_text,
        "effect_text": line.effect_text,
        **at("ends", line.ends_at),
        **at("excused", line.excused_at),
        **since(line.at),
        "allowed_actions": [] if line.excused_at else ["excuse"],
    }
