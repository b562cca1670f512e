"""Another phone or email: what is typed first, then the code that proves it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import contact_changing, emails, phones, queries
from twiza.accounts.models import CodePurpose
from twiza.kit import outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.kit.i18n import _
from twiza.kit.settings import settings
from twiza.web.auth import forms
from twiza.web.page import redirect, render, toast
from twiza.web.session import address_of, require_viewer

HOME = "/client/settings"
PHONE, EMAIL = "account_data/phone.html", "account_data/email.html"


async def show_phone(request: Request) -> Response:
    """The number there is and, once a code was sent, where to type it."""
    return render(request, PHONE, **await _context(request, CodePurpose.VERIFY_PHONE))


async def change_phone(request: Request) -> Response:
    """A new number gets a code; the code makes it one's own."""
    viewer = require_viewer(request)
    fields = await forms.read(request)
    try:
        async with unit_of_work() as session:
            if "code" in fields:
                await contact_changing.confirm_phone(session, viewer.id, fields["code"])
            else:
                phone = phones.read(fields.get("phone", ""))
                await contact_changing.ask_phone(session, viewer.id, phone, address=address_of(request))
    except DomainError as error:
        context = await _context(request, CodePurpose.VERIFY_PHONE, fields)
        return forms.refused(request, PHONE, error, **context)
    if "code" not in fields:
        return redirect(request, f"{HOME}/phone")
    return toast(redirect(request, HOME), _("Your number is confirmed."))


async def show_email(request: Request) -> Response:
    """The address there is and, once a code was sent, where to type it."""
    return render(request, EMAIL, **await _context(request, CodePurpose.VERIFY_EMAIL))


async def change_email(request: Request) -> Response:
    """A new address gets a code; the code makes it one's own."""
    viewer = require_viewer(request)
    fields = await forms.read(request)
    try:
        async with unit_of_work() as session:
            if "code" in fields:
                await contact_changing.confirm_email(session, viewer.id, fields["code"])
            else:
                email = emails.read(fields.get("email", ""))
                await contact_changing.ask_email(session, viewer.id, email, address=address_of(request))
    except DomainError as error:
        context = await _context(request, CodePurpose.VERIFY_EMAIL, fields)
        return forms.refused(request, EMAIL, error, **context)
    if "code" not in fields:
        return redirect(request, f"{HOME}/email")
    return toast(redirect(request, HOME), _("Your email address is confirmed."))


async def _context(
    request: Request, purpose: CodePurpose, fields: dict[str, str] | None = None
) -> dict[str, Any]:
    """`pending` is what the code was sent to; asking for another, or a refused one, shows the first form."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        account = await queries.own(session, viewer.id)
        pending = await contact_changing.pending(session, viewer.id, purpose)
    by_phone = purpose is CodePurpose.VERIFY_PHONE
    starts_again = "again" in request.query_params if fields is None else "code" not in fields
    channel = outgoing.Channel.SMS if by_phone else outgoing.Channel.EMAIL
    current = account.phone if by_phone else account.email
    return {
        "account": account,
        "current": phones.pretty(current) if by_phone and current else current,
        "target": pending,
        "pending": "" if starts_again else _shown(pending, by_phone),
        "values": {"phone": "", "email": "", **forms.kept(fields or {})},
        "in_outbox": not (settings().is_production or outgoing.configured(channel)),
        "errors": {},
        "problem": "",
    }


def _shown(pending: str | None, by_phone: bool) -> str:
    if pending is None:
        return ""
    return phones.pretty(pending).replace(" ", "\u00a0") if by_phone else pending
