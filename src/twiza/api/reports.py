"""Reports: telling the administrators what is wrong."""

from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import select

from twiza.api.answers import answer, since
from twiza.api.deps import CurrentViewer, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.schemas.messages import ReportAsked, ShownReport
from twiza.kit.errors import NotFound
from twiza.trust import reporting
from twiza.trust.models import Report

router = APIRouter(prefix="/reports", tags=["messages"])


@router.post("", status_code=201, responses={201: {"model": ShownReport}})
async def make_report(
    viewer: CurrentViewer, session: Session, asked: ReportAsked, once: OnceOnly
) -> Response:
    """Report a gig, a profile, a message or a review; the person isn't told who did."""

    async def make() -> UUID:
        made = await reporting.report(
            session,
            asked.kind,
            asked.subject_id,
            by=viewer.id,
            reason=asked.reason,
            details=asked.details,
        )
        return made.id

    async def show(report_id: UUID | None) -> Response:
        own = select(Report).where(Report.id == report_id, Report.reporter_id == viewer.id)
        report = await session.scalar(own)
        if report is None:
            raise NotFound
        plain = ("id", "kind", "subject_id", "reason", "details", "status")
        told = {name: getattr(report, name) for name in plain}
        return answer({**told, **since(report.created_at), "allowed_actions": []}, status=201, private=True)

    return await once.run(make, show)
