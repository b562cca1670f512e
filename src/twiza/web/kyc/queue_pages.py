"""/admin/kyc: papers by deadline, one case with its pictures side by side, the decision."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import audit, finding
from twiza.accounts.models import Permission
from twiza.accounts.viewer import Viewer
from twiza.kit import i18n, ids, storage
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.storage import FileRow
from twiza.kit.storage.images import MEDIA_TYPE
from twiza.trust.kyc import deciding, looking, queries
from twiza.trust.kyc.models import KycParty, KycSide
from twiza.trust.kyc.states import KYC
from twiza.web.admin.asking import asked_enum, asked_place, placed, text_fields
from twiza.web.kyc import words
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

_SHOWS = ("", "mine", "closed")
# What each of the three may weigh on the page; a click brings the picture as it was sent.
PREVIEW = 30_000
# A picture is shown to whoever asked for it now, kept by nobody, and runs nothing.
_HARMLESS = {
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "content-disposition": "inline",
}


async def listing(request: Request) -> Response:
    """What waits, the most urgent first."""
    admin = require_admin(request, Permission.KYC)
    asked = request.query_params
    show = asked.get("show", "") if asked.get("show", "") in _SHOWS else ""
    after = asked_place(asked.get("after", ""))
    async with reading() as connection:
        page = await queries.page(connection, show=show, owner=admin.id, after=after)
    here = query("/admin/kyc", show=show)
    return render(
        request,
        "kyc/queue.html",
        cases=page.cases,
        waiting=page.waiting,
        show=show,
        states=words.STATUS,
        next_page=url(query("/admin/kyc", show=show, after=placed(page.next))) if page.next else "",
        first_page=url(here) if after else "",
    )


async def detail(request: Request) -> Response:
    """One case; the look at it is in the audit log, and the look at each picture in a log of its own."""
    return await _page(request, require_admin(request, Permission.KYC))


async def picture(request: Request) -> Response:
    """A picture as it was sent."""
    row, whole = await _unsealed(request)
    return Response(whole, media_type=row.media_type, headers=_HARMLESS)


async def preview(request: Request) -> Response:
    """The same, light enough to stand on the page: made for this one answer and kept nowhere."""
    _row, whole = await _unsealed(request)
    small = await storage.reduced(whole, most=PREVIEW)
    return Response(small.data, media_type=MEDIA_TYPE, headers=_HARMLESS)


async def _unsealed(request: Request) -> tuple[FileRow, bytes]:
    """A picture's bytes, for this one answer; the line that tells of the look is written first."""
    admin = require_admin(request, Permission.KYC)
    side = asked_enum(KycSide, request.path_params["side"])
    if side is None:
        raise NotFound
    async with unit_of_work() as session:
        row = await looking.look(session, _id(request), side, by=admin.id)
    return row, await storage.read(row)


async def take(request: Request) -> Response:
    admin = require_admin(request, Permission.KYC)
    async with unit_of_work() as session:
        await deciding.take(session, _id(request), by=admin.id)
    return toast(redirect(request, f"/admin/kyc/{_id(request)}"), _("These papers are yours to check."))


async def decide(request: Request) -> Response:
    """The badge, or a refusal in words that the person reads."""
    admin = require_admin(request, Permission.KYC)
    typed = await text_fields(request)
    approves = typed.get("decision") == "approve"
    try:
        async with unit_of_work() as session:
            if approves:
                await deciding.approve(session, _id(request), by=admin.id)
            else:
                reason = await _reason(session, _id(request), typed)
                await deciding.reject(session, _id(request), by=admin.id, reason=reason)
    except Invalid as error:
        return await _page(request, admin, error, typed)
    said = (
        _("Approved: the badge is shown from now on.") if approves else _("Refused: the pictures are gone.")
    )
    return toast(redirect(request, "/admin/kyc"), said)


async def _reason(session: AsyncSession, account_id: UUID, typed: dict[str, str]) -> str:
    """A usual reason is said in the language of whoever reads it; what was written besides follows as it is."""
    usual = {str(number): text for number, text in enumerate(words.REASONS, start=1)}.get(
        typed.get("usual", "")
    )
    person = await finding.one(session, account_id)
    with i18n.use(person.language):
        parts = (_(usual) if usual else "", typed.get("reason", "").strip())
    return "\n\n".join(part for part in parts if part)


async def _page(
    request: Request, admin: Viewer, error: DomainError | None = None, typed: dict[str, str] | None = None
) -> Response:
    account_id = _id(request)
    async with unit_of_work() as session:
        connection = await session.connection()
        case = await queries.one(connection, account_id)
        if error is None:
            await audit.write(session, admin.id, audit.LOOK, "kyc", account_id)
        context: dict[str, Any] = {
            "case": case,
            "person": await finding.one(session, account_id),
            "readable": await queries.readable_sides(connection, account_id),
            "looks": await queries.looks(connection, account_id),
            "erasures": await queries.erasures(connection, account_id),
        }
    is_own = account_id == admin.id
    return render(
        request,
        "kyc/case.html",
        error.status if error else 200,
        **context,
        is_own=is_own,
        allowed=[] if is_own else KYC.allowed(case.status, KycParty.ADMIN),
        sides=words.SIDES,
        states=words.STATUS,
        ends=words.ENDS,
        checklist=words.CHECKLIST,
        usual=[(str(number), _(text)) for number, text in enumerate(words.REASONS, start=1)],
        typed=typed or {},
        errors=error.field_texts() if isinstance(error, Invalid) else {},
    )


def _id(request: Request) -> UUID:
    found = ids.parse(request.path_params["id"])
    if found is None:
        raise NotFound
    return found


routes = [
    Route("/admin/kyc", listing),
    Route("/admin/kyc/{id}", detail, methods=["GET"]),
    Route("/admin/kyc/{id}/take", take, methods=["POST"]),
    Route("/admin/kyc/{id}/decision", decide, methods=["POST"]),
    Route("/admin/kyc/{id}/{side}", picture, methods=["GET"]),
    Route("/admin/kyc/{id}/{side}/small", preview, methods=["GET"]),
]
