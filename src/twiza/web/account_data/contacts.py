"""Another phone or email: what is typed first, with the password, then the code that proves it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from twiza.accounts import contact_changing, emails, phones, queries
from twiza.accounts.models import Account, CodePurpose
from twiza.accounts.proving import Proof
from twiza.kit import outgoing
from twiza.kit.db import unit_of_work
from twiza.kit.errors import DomainError
from twiza.kit.i18n import N_, _
from twiza.kit.outgoing import Channel
from twiza.kit.settings import settings
from twiza.web.auth import forms
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer

HOME = "/client/settings"


class _Ask(Protocol):
    async def __call__(
        self, session: AsyncSession, account_id: UUID, target: str, /, *, proof: Proof
    ) -> None: ...


@dataclass(frozen=True)
class Contact:
    """One way to be reached: its field and page are named alike."""

    name: str
    purpose: CodePurpose
    channel: Channel
    read: Callable[[str], str]
    shown: Callable[[str], str]
    ask: _Ask
    confirm: Callable[[AsyncSession, UUID, str], Awaitable[Account]]
    done: str

    @property
    def page(self) -> str:
        return f"account_data/{self.name}.html"

    @property
    def path(self) -> str:
        return f"{HOME}/{self.name}"


PHONE = Contact(
    "phone",
    CodePurpose.VERIFY_PHONE,
    Channel.SMS,
    phones.read,
    phones.pretty,
    contact_changing.ask_phone,
    contact_changing.confirm_phone,
    N_("Your number is confirmed."),
)
EMAIL = Contact(
    "email",
    CodePurpose.VERIFY_EMAIL,
    Channel.EMAIL,
    emails.read,
    str,
    contact_changing.ask_email,
    contact_changing.confirm_email,
    N_("Your email address is confirmed."),
)


async def show(contact: Contact, request: Request) -> Response:
    """What there is and, once a code was sent, where to type it."""
    return render(request, contact.page, **await _context(request, contact))


async def change(contact: Contact, request: Request) -> Response:
    """A new one gets a code; the code makes it one's own."""
    viewer = require_viewer(request)
    fields = await forms.read(request)
    try:
        async with unit_of_work() as session:
            if "code" in fields:
                await contact.confirm(session, viewer.id, fields["code"])
            else:
                target = contact.read(fields.get(contact.name, ""))
                await contact.ask(session, viewer.id, target, proof=forms.proof(request, fields))
    except DomainError as error:
        return forms.refused(request, contact.page, error, **await _context(request, contact, fields))
    if "code" not in fields:
        return redirect(request, contact.path)
    return toast(redirect(request, HOME), _(contact.done))


async def _context(
    request: Request, contact: Contact, fields: dict[str, str] | None = None
) -> dict[str, Any]:
    """`pending` is what the code was sent to; asking for another, or a refused one, shows the first form."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        account = await queries.own(session, viewer.id)
        pending = await contact_changing.pending(session, viewer.id, contact.purpose)
    starts_again = "again" in request.query_params if fields is None else "code" not in fields
    current: str | None = getattr(account, contact.name)
    return {
        "account": account,
        "has_password": account.password_hash is not None,
        "current": contact.shown(current) if current else current,
        "target": pending,
        "pending": "" if starts_again or pending is None else contact.shown(pending),
        "values": {contact.name: "", **forms.kept(fields or {})},
        "in_outbox": not (settings().is_production or outgoing.configured(contact.channel)),
        "errors": {},
        "problem": "",
    }
