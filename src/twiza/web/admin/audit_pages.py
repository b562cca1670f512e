"""/admin/audit: who did what; it can be read, never changed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts import audit
from twiza.accounts.models import Permission
from twiza.kit import ids
from twiza.kit.db import reading
from twiza.kit.i18n import gettext as _
from twiza.web.admin import words
from twiza.web.page import render
from twiza.web.session import require_admin
from twiza.web.templates import query, url


async def listing(request: Request) -> Response:
    """The newest first, by administrator, by act, by person."""
    require_admin(request, Permission.OWNER)
    asked = request.query_params
    verb = asked.get("act", "")
    filters = audit.Filters(
        ids.parse(asked.get("by", "")),
        verb if verb in words.ACTS else "",
        ids.parse(asked.get("about", "")),
    )
    after = ids.parse(asked.get("after", ""))
    async with reading() as connection:
        page = await audit.entries(connection, filters, after=after)
        admins = await audit.administrators(connection)
    chosen = {"by": filters.admin_id, "act": filters.verb, "about": filters.subject_id}
    return render(
        request,
        "admin/audit.html",
        acts=page.acts,
        asked=chosen,
        next_page=url(query("/admin/audit", **chosen, after=page.next)) if page.next else "",
        first_page=url(query("/admin/audit", **chosen)) if after else "",
        admins=[(str(admin_id), name) for admin_id, name in admins],
        verbs=[(verb, _(name)) for verb, name in words.ACTS.items()],
        act_name=words.act,
        act_details=words.details,
    )


routes = [Route("/admin/audit", listing)]
