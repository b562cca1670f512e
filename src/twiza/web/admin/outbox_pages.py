"""/admin/outbox: every message that left or should have; in production without codes and links."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from twiza import notifications
from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.outgoing import Channel, OutgoingStatus, configured
from twiza.notifications import outbox
from twiza.web.admin import words
from twiza.web.admin.asking import asked_enum
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

# A letter brings its own inline styles; it is shown in a frame that may do nothing else.
_LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "form-action 'none'; base-uri 'none'; sandbox"
)


async def listing(request: Request) -> Response:
    """The newest first, by channel and state."""
    require_admin(request, Permission.SUPPORT)
    asked = request.query_params
    filters = outbox.Filters(
        asked_enum(Channel, asked.get("channel")),
        asked_enum(OutgoingStatus, asked.get("state")),
        ids.parse(asked.get("account", "")),
    )
    after = ids.parse(asked.get("after", ""))
    async with reading() as connection:
        page = await outbox.lines(connection, filters, after=after)
    chosen = {"channel": filters.channel, "state": filters.status, "account": filters.account_id}
    return render(
        request,
        "admin/outbox.html",
        lines=page.lines,
        asked=chosen,
        next_page=url(query("/admin/outbox", **chosen, after=page.next)) if page.next else "",
        first_page=url(query("/admin/outbox", **chosen)) if after else "",
        channels_off=[words.CHANNELS[channel] for channel in Channel if not configured(channel)],
        state_options=[(key, _(said[0])) for key, said in words.OUTGOING_STATUS.items()],
        channel_options=[(key, _(name)) for key, name in words.CHANNELS.items()],
        message_words=words.OUTGOING_STATUS,
        channel_words=words.CHANNELS,
    )


async def detail(request: Request) -> Response:
    """One message and what became of it; each look is written into the audit log."""
    admin = require_admin(request, Permission.SUPPORT)
    async with unit_of_work() as session:
        message = await outbox.message(session, _outgoing_id(request))
        await audit.write(session, admin.id, audit.LOOK, "outgoing", message.id)
    return render(
        request,
        "admin/message.html",
        message=message,
        can_resend=notifications.can_resend(message) and configured(message.channel),
        is_email=message.channel is Channel.EMAIL,
        message_words=words.OUTGOING_STATUS,
        channel_words=words.CHANNELS,
    )


async def letter(request: Request) -> Response:
    """An email as its reader sees it, shut in by its own policy."""
    require_admin(request, Permission.SUPPORT)
    async with unit_of_work() as session:
        message = await outbox.message(session, _outgoing_id(request))
    if message.channel is not Channel.EMAIL:
        raise NotFound
    headers = {"content-security-policy": _LETTER_POLICY, "cache-control": "private, no-store"}
    return HTMLResponse(outbox.as_letter(message), headers=headers)


async def resend(request: Request) -> Response:
    """Queue once more what didn't surely arrive."""
    admin = require_admin(request, Permission.SUPPORT)
    outgoing_id = _outgoing_id(request)
    async with unit_of_work() as session:
        await notifications.resend(session, outgoing_id, by=admin.id)
    return toast(redirect(request, f"/admin/outbox/{outgoing_id}"), _("The message is on its way again."))


def _outgoing_id(request: Request) -> UUID:
    outgoing_id = ids.parse(request.path_params["id"])
    if outgoing_id is None:
        raise NotFound
    return outgoing_id


routes = [
    Route("/admin/outbox", listing),
    Route("/admin/outbox/{id}", detail),
    Route("/admin/outbox/{id}/letter", letter),
    Route("/admin/outbox/{id}/resend", resend, methods=["POST"]),
]
