"""/admin/gigs: finding gigs, looking at one, taking it off the site and putting it back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import true
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.gigs import deactivating, finding, whole
from twiza.gigs.models import GigStatus
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import gettext as _
from twiza.web.admin import words
from twiza.web.admin.asking import asked_enum, text_fields
from twiza.web.gigs.own import STATUS
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_admin
from twiza.web.templates import query, url

LIST = "/admin/gigs"
_LATEST = 8


async def listing(request: Request) -> Response:
    """All gigs but deleted ones, the newest first; what was asked for stays in the address."""
    require_admin(request, Permission.SUPPORT)
    asked = request.query_params
    status = asked_enum(GigStatus, asked.get("status"))
    filters = finding.Filters(asked.get("q", "").strip(), status, asked.get("off") == "1")
    after = ids.parse(asked.get("after", ""))
    async with reading() as connection:
        found = await finding.find(connection, filters, after=after)
    chosen = {"q": filters.words, "status": status, "off": "1" if filters.deactivated else ""}
    return render(
        request,
        "admin/gigs.html",
        found=found.gigs,
        asked=chosen,
        states=STATUS,
        state_options=[(key, _(said[0])) for key, said in STATUS.items() if key is not GigStatus.DELETED],
        next_page=url(query(LIST, **chosen, after=found.next)) if found.next else "",
        first_page=url(query(LIST, **chosen)) if after else "",
    )


async def detail(request: Request) -> Response:
    """One gig as its owner wrote it, and what administrators did to it."""
    require_admin(request, Permission.SUPPORT)
    return await _detail(request)


async def deactivate(request: Request) -> Response:
    """Off the site, with the reason that its owner reads."""
    admin = require_admin(request, Permission.SUPPORT)
    typed = await text_fields(request)
    gig_id: UUID = request.path_params["id"]
    try:
        async with unit_of_work() as session:
            await deactivating.deactivate(session, gig_id, by=admin.id, reason=typed.get("reason", ""))
    except Invalid as error:
        return await _detail(request, 422, typed, error.field_texts())
    return toast(redirect(request, f"{LIST}/{gig_id}"), _("The gig is off the site."))


async def reactivate(request: Request) -> Response:
    """Back to what its owner says of it."""
    admin = require_admin(request, Permission.SUPPORT)
    typed = await text_fields(request)
    gig_id: UUID = request.path_params["id"]
    async with unit_of_work() as session:
        await deactivating.reactivate(session, gig_id, by=admin.id, reason=typed.get("reason", ""))
    return toast(redirect(request, f"{LIST}/{gig_id}"), _("The gig may be seen again."))


async def _detail(
    request: Request,
    code: int = 200,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    gig_id: UUID = request.path_params["id"]
    async with reading() as connection:
        line = await finding.one(connection, gig_id)
        gig = await whole.read(connection, gig_id, true()) if line else None
        if line is None or gig is None:
            raise NotFound
        acts = await audit.entries(connection, audit.Filters(subject_id=gig_id), limit=_LATEST)
    history: list[dict[str, Any]] = [
        {
            "icon": words.act_icon(one.verb),
            "text": f"{words.act(one.verb)} · {one.admin_name}",
            "at": one.created_at,
            "note": one.reason,
        }
        for one in acts.acts
    ]
    return render(
        request,
        "admin/gig.html",
        code,
        gig=gig,
        line=line,
        states=STATUS,
        history=history,
        typed={"reason": "", **(typed or {})},
        errors=errors or {},
    )


routes = [
    Route(LIST, listing),
    Route(f"{LIST}/{{id:uuid}}", detail),
    Route(f"{LIST}/{{id:uuid}}/deactivate", deactivate, methods=["POST"]),
    Route(f"{LIST}/{{id:uuid}}/reactivate", reactivate, methods=["POST"]),
]
