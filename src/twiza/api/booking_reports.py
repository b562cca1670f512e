"""Reports on bookings, and the files that prove them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile

from twiza.api.answers import answer, since
from twiza.api.deps import CurrentViewer, Session
from twiza.api.idempotency import OnceOnly
from twiza.api.schemas.booking_reports import BookingReport, BookingReportAsked, ReportFileSent
from twiza.kit import ratelimit, storage
from twiza.kit.errors import NotFound
from twiza.trust import booking_reports, reporting

router = APIRouter(tags=["messages"])
_SENT: dict[int | str, dict[str, Any]] = {201: {"model": ReportFileSent}}
_MADE: dict[int | str, dict[str, Any]] = {201: {"model": BookingReport}}


@router.post("/reports/files", status_code=201, responses=_SENT)
async def send_report_file(
    viewer: CurrentViewer,
    session: Session,
    file: Annotated[UploadFile, File(description="A picture, document, sound or film")],
) -> Response:
    """Send a proof; a report that names its id makes it part of it."""
    await ratelimit.hit(f"report-file:{viewer.id}", *booking_reports.UPLOADS_A_DAY)
    row = await storage.put(session, file, owner=viewer.id, name=file.filename or "")
    told = {"id": row.id, "name": row.name, "media_type": row.media_type, "bytes": row.bytes}
    return answer(told, status=201, private=True)


@router.post("/bookings/{booking_id}/reports", status_code=201, responses=_MADE)
async def report_booking(
    booking_id: UUID, viewer: CurrentViewer, session: Session, asked: BookingReportAsked, once: OnceOnly
) -> Response:
    """Either side, at any time: something went wrong, or nobody came. The other side isn't told who reported."""

    async def make() -> UUID:
        made = await reporting.report_booking(
            session,
            booking_id,
            by=viewer.id,
            title=asked.title,
            details=asked.details,
            files=asked.files,
            no_show=asked.no_show,
        )
        return made.id

    async def show(report_id: UUID | None) -> Response:
        if report_id is None:
            raise NotFound
        report = await booking_reports.own(session, report_id, by=viewer.id)
        plain = ("id", "reason", "title", "details", "is_urgent", "status")
        told = {name: getattr(report, name) for name in plain}
        told |= {"booking_id": report.subject_id, "allowed_actions": [], **since(report.created_at)}
        return answer(told, status=201, private=True)

    return await once.run(make, show)
