"""/report: telling the administrators what is wrong with something."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.shielding import masked
from twiza.kit import ids
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.trust import reporting, subjects
from twiza.trust.models import ReportedKind, ReportReason
from twiza.web.admin.asking import asked_enum, text_fields
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer
from twiza.web.trust import booking_pages, queue_pages, words


async def form(request: Request) -> Response:
    return await _form(request)


async def report(request: Request) -> Response:
    """Send it, and go back to where the thing stands."""
    viewer = require_viewer(request)
    kind, subject_id = _subject(request)
    typed = await text_fields(request)
    reason = asked_enum(ReportReason, typed.get("reason"))
    if reason is None:
        return await _form(request, 422, typed, {"reason": _("Choose what is wrong.")})
    details = typed.get("details", "")
    try:
        async with unit_of_work() as session:
            await reporting.report(session, kind, subject_id, by=viewer.id, reason=reason, details=details)
            subject = await subjects.seen(session, kind, subject_id, by=viewer.id)
    except Invalid as error:
        return await _form(request, 422, typed, error.field_texts())
    said = _("Thank you: an administrator will look at it. You will be told of the answer.")
    return toast(redirect(request, subject.path), said)


async def _form(
    request: Request,
    status: int = 200,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    viewer = require_viewer(request)
    kind, subject_id = _subject(request)
    async with unit_of_work() as session:
        subject = await subjects.seen(session, kind, subject_id, by=viewer.id)
    return render(
        request,
        "trust/report.html",
        status,
        title=_(words.TITLES[kind]),
        said=masked(subject.words),
        back=subject.path,
        here=f"/report/{kind}/{subject_id}",
        reasons=[(reason, _(name), _(hint)) for reason, (name, hint) in words.REASONS.items()],
        typed=typed or {},
        errors=errors or {},
    )


def _subject(request: Request) -> tuple[ReportedKind, UUID]:
    kind = asked_enum(ReportedKind, request.path_params["kind"])
    subject_id = ids.parse(request.path_params["id"])
    # A booking has a page of its own for it.
    if kind is None or kind is ReportedKind.BOOKING or subject_id is None:
        raise NotFound
    return kind, subject_id


routes = [
    Route("/report/{kind}/{id}", form, methods=["GET"]),
    Route("/report/{kind}/{id}", report, methods=["POST"]),
    *booking_pages.routes,
    *queue_pages.routes,
]
