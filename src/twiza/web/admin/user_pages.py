"""/admin/users: finding people, looking at one of them, acting on their account."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import administering, audit, finding
from twiza.accounts.models import Account, AccountStatus, HatKind, Permission
from twiza.accounts.viewer import Viewer
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import DomainError, Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.notifications import outbox
from twiza.web import hats
from twiza.web.admin import booking_pages, words
from twiza.web.admin.acts import BY_VERB, ENDS, Act, offered
from twiza.web.admin.asking import asked_enum, text_fields
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

_LATEST = 8


async def listing(request: Request) -> Response:
    """Everybody, newest first, by words, state and hat; what was asked for stays in the address."""
    _require_anybody(request)
    asked = request.query_params
    status = asked_enum(AccountStatus, asked.get("status"))
    hat = asked_enum(HatKind, asked.get("hat"))
    filters = finding.Filters(asked.get("q", "").strip(), status, hat, asked.get("admins") == "1")
    after = ids.parse(asked.get("after", ""))
    async with reading() as connection:
        found = await finding.find(connection, filters, after=after)
    chosen = {"q": filters.words, "status": status, "hat": hat, "admins": "1" if filters.admins else ""}
    return render(
        request,
        "admin/users.html",
        found=found.people,
        asked=chosen,
        next_page=url(query("/admin/users", **chosen, after=found.next)) if found.next else "",
        first_page=url(query("/admin/users", **chosen)) if after else "",
        status_options=[(key, _(said[0])) for key, said in words.ACCOUNT_STATUS.items()],
        hat_options=[(kind, hats.name(kind)) for kind in HatKind],
        **_names(),
    )


async def detail(request: Request) -> Response:
    """One person; each look at their data is written into the audit log."""
    admin = _require_anybody(request)
    async with unit_of_work() as session:
        account = await finding.one(session, _account_id(request))
        await audit.write(session, admin.id, audit.LOOK, "account", account.id)
        context = await _detail(session, admin, account)
    return render(request, "admin/user.html", **context)


async def act(request: Request) -> Response:
    """Do what a dialog of the person's page asked; a fault shows the dialog's form as a page of its own."""
    require_admin(request)
    chosen = BY_VERB.get(request.path_params["verb"])
    if chosen is None:
        raise NotFound
    admin = require_admin(request, chosen.permission)
    form = await text_fields(request)
    account_id = _account_id(request)
    try:
        async with unit_of_work() as session:
            await chosen.run(session, account_id, admin.id, form)
    except Invalid as error:
        return await _asked_again(request, chosen, account_id, form, error)
    return toast(redirect(request, f"/admin/users/{account_id}"), _(chosen.done))


async def set_permissions(request: Request) -> Response:
    """An owner gives or takes the administration; nothing ticked takes it."""
    admin = require_admin(request, Permission.OWNER)
    form = await request.form()
    account_id = _account_id(request)
    chosen = [permission for permission in Permission if permission in form.getlist("permission")]
    reason = str(form.get("reason", ""))
    async with unit_of_work() as session:
        account = await finding.one(session, account_id)
        if chosen:
            await administering.grant_admin(session, account_id, chosen, by=admin.id, reason=reason)
        elif account.is_admin:
            await administering.revoke_admin(session, account_id, by=admin.id, reason=reason)
    return toast(redirect(request, f"/admin/users/{account_id}"), _("The permissions are saved."))


async def _asked_again(
    request: Request, chosen: Act, account_id: UUID, form: dict[str, str], error: DomainError
) -> Response:
    async with unit_of_work() as session:
        account = await finding.one(session, account_id)
    errors = error.field_texts() if isinstance(error, Invalid) else {}
    return render(
        request,
        "admin/act.html",
        error.status,
        act=chosen,
        person=account,
        ends=_ends(),
        errors=errors,
        typed=form,
    )


async def _detail(session: AsyncSession, admin: Viewer, account: Account) -> dict[str, Any]:
    connection = await session.connection()
    acts = await audit.entries(
        connection, audit.Filters(subject_id=account.id, with_looks=False), limit=_LATEST
    )
    reads_messages = admin.may(Permission.SUPPORT)
    of_person = outbox.Filters(account_id=account.id)
    sent = (await outbox.lines(connection, of_person, limit=_LATEST)).lines if reads_messages else None
    return {
        "person": account,
        "acts": [] if account.id == admin.id else offered(account, admin),
        "ends": _ends(),
        "may_grant": admin.may(Permission.OWNER) and account.deleted_at is None,
        "is_self": account.id == admin.id,
        "history": [
            {
                "icon": words.act_icon(one.verb),
                "text": f"{words.act(one.verb)} · {one.admin_name}",
                "at": one.created_at,
                "note": one.reason,
            }
            for one in acts.acts
        ],
        "more_history": acts.next is not None,
        "sent": sent,
        "booking": await booking_pages.of_person(session, account.id) if reads_messages else None,
        "errors": {},
        "typed": {},
        **_names(),
    }


def _require_anybody(request: Request) -> Viewer:
    """People are looked up by those who help them and by those who check their papers."""
    admin = require_admin(request)
    return admin if admin.may(Permission.KYC) else require_admin(request, Permission.SUPPORT)


def _account_id(request: Request) -> UUID:
    account_id = ids.parse(request.path_params["id"])
    if account_id is None:
        raise NotFound
    return account_id


def _ends() -> list[tuple[str, str]]:
    return [(days, _(text)) for days, text in ENDS.items()]


def _names() -> dict[str, Any]:
    return {
        "status_words": words.ACCOUNT_STATUS,
        "permission_words": words.PERMISSIONS,
        "message_words": words.OUTGOING_STATUS,
        "channel_words": words.CHANNELS,
    }


routes = [
    Route("/admin/users", listing),
    Route("/admin/users/{id}", detail),
    Route("/admin/users/{id}/permissions", set_permissions, methods=["POST"]),
    Route("/admin/users/{id}/{verb}", act, methods=["POST"]),
]
