"""Taking one's data along, and leaving."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from twiza.accounts import contact_changing, deleting, emails, exporting, phones, queries
from twiza.accounts.models import Account, CodePurpose
from twiza.kit import outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict, DomainError
from twiza.kit.i18n import _
from twiza.kit.settings import settings
from twiza.web import session as web_session
from twiza.web.auth import forms
from twiza.web.page import redirect, render, toast
from twiza.web.session import address_of, require_viewer

PAGE = "account_data/delete.html"


async def export(request: Request) -> Response:
    """All of it, as one archive that the browser keeps."""
    viewer = require_viewer(request)
    return archive(await exporting.export(viewer.id))


def archive(pieces: AsyncIterator[bytes]) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{exporting.FILE_NAME}"',
        "cache-control": "private, no-store",
    }
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


async def show(request: Request) -> Response:
    """What goes, what stays, and the question whether it is really they."""
    return render(request, PAGE, **await _context(request))


async def send_code(request: Request) -> Response:
    """A code for whoever has no password."""
    viewer = require_viewer(request)
    try:
        async with unit_of_work() as session:
            await deleting.ask_for_code(session, viewer.id, address=address_of(request))
    except DomainError as error:
        return forms.refused(request, PAGE, error, **await _context(request))
    return redirect(request, "/client/settings/delete")


async def delete(request: Request) -> Response:
    """Gone: this browser forgets who was here, as all the others do."""
    viewer = require_viewer(request)
    fields = await forms.read(request)
    try:
        async with unit_of_work() as session:
            await deleting.delete_account(
                session,
                viewer.id,
                password=fields.get("password", ""),
                code=fields.get("code", ""),
                address=address_of(request),
            )
    except DomainError as error:
        return forms.refused(request, PAGE, error, **await _context(request))
    response = toast(redirect(request, "/"), _("Your account is deleted. Thank you for having been here."))
    return web_session.sign_out(response)


async def _context(request: Request) -> dict[str, Any]:
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        account = await queries.own(session, viewer.id)
        sent_to = "" if account.password_hash else await _sent_to(session, account)
    return {
        "account": account,
        "has_password": account.password_hash is not None,
        "sent_to": sent_to,
        "in_outbox": bool(sent_to) and not settings().is_production and not _reaches(sent_to),
        "errors": {},
        "problem": "",
    }


async def _sent_to(session: AsyncSession, account: Account) -> str:
    """Where a code that still works went, or nothing."""
    try:
        purpose, target = deleting.proof(account)
    except Conflict:
        return ""
    if await contact_changing.pending(session, account.id, purpose) != target:
        return ""
    return phones.mask(target) if purpose is CodePurpose.VERIFY_PHONE else emails.mask(target)


def _reaches(sent_to: str) -> bool:
    return outgoing.configured(outgoing.Channel.EMAIL if "@" in sent_to else outgoing.Channel.SMS)
