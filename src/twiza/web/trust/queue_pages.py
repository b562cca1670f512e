"""/admin/reports: the queue by deadline, one report, and the decision on it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.accounts.viewer import Viewer
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.messaging import inspecting
from twiza.trust import deciding, queue, subjects
from twiza.trust.models import ReportedKind
from twiza.web.admin.asking import text_fields
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.trust import words

_SHOWS = ("", "mine", "closed")


async def listing(request: Request) -> Response:
    """What waits, the most urgent first."""
    admin = require_admin(request, Permission.SUPPORT)
    asked = request.query_params.get("show", "")
    show = asked if asked in _SHOWS else ""
    async with reading() as connection:
        page = await queue.page(connection, show=show, owner=admin.id)
    return render(request, "trust/queue.html", entries=page.entries, open=page.open, show=show, **_names())


async def detail(request: Request) -> Response:
    """One report and what it is about; the look is logged, and so is a conversation that it opens."""
    admin = require_admin(request, Permission.SUPPORT)
    return await _detail(request, admin)


async def take(request: Request) -> Response:
    admin = require_admin(request, Permission.SUPPORT)
    async with unit_of_work() as session:
        await deciding.take(session, _id(request), by=admin.id)
    return toast(redirect(request, f"/admin/reports/{_id(request)}"), _("This report is yours."))


async def decide(request: Request) -> Response:
    """Uphold or not, in words that stay."""
    admin = require_admin(request, Permission.SUPPORT)
    typed = await text_fields(request)
    verb = deciding.resolve if typed.get("upheld") == "1" else deciding.reject
    try:
        async with unit_of_work() as session:
            await verb(session, _id(request), by=admin.id, decision=typed.get("decision", ""))
    except Invalid as error:
        return await _detail(request, admin, 422, typed=typed, errors=error.field_texts())
    return toast(redirect(request, "/admin/reports"), _("The report is closed."))


async def _detail(
    request: Request,
    admin: Viewer,
    status: int = 200,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    async with unit_of_work() as session:
        entry = await queue.one(await session.connection(), _id(request))
        await audit.write(session, admin.id, audit.LOOK, "report", entry.id)
        subject = await subjects.inspected(session, entry.kind, entry.subject_id)
        lines = await _conversation(session, admin, entry)
    return render(
        request,
        "trust/report_detail.html",
        status,
        entry=entry,
        subject=subject,
        lines=lines,
        typed=typed or {},
        errors=errors or {},
        **_names(),
    )


async def _conversation(session: AsyncSession, admin: Viewer, entry: queue.Entry) -> Any:
    """What was written around a reported message."""
    if entry.kind is not ReportedKind.MESSAGE:
        return []
    return await inspecting.around(
        session, entry.subject_id, by=admin.id, subject="report", subject_id=entry.id
    )


def _id(request: Request) -> UUID:
    found = ids.parse(request.path_params["id"])
    if found is None:
        raise NotFound
    return found


def _names() -> dict[str, Any]:
    return {"kinds": words.KINDS, "reasons": words.REASONS, "states": words.STATUS}


routes = [
    Route("/admin/reports", listing),
    Route("/admin/reports/{id}", detail, methods=["GET"]),
    Route("/admin/reports/{id}/take", take, methods=["POST"]),
    Route("/admin/reports/{id}/decision", decide, methods=["POST"]),
]
