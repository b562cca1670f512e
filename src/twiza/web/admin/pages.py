"""/admin: every address of the administration, and its first page."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.figures import figures
from twiza.kit.db import reading
from twiza.kit.i18n import format_date, number
from twiza.kit.outgoing import Channel, configured
from twiza.kit.tasks.models import FailedTask
from twiza.notifications import outbox
from twiza.web.admin import audit_pages, outbox_pages, user_pages
from twiza.web.page import render
from twiza.web.session import require_admin

_PARKED_SHOWN = 10
_PARKED = (
    select(FailedTask.task, FailedTask.error, FailedTask.tries, FailedTask.failed_at)
    .order_by(FailedTask.failed_at.desc())
    .limit(literal_column(str(_PARKED_SHOWN)))
)


async def overview(request: Request) -> Response:
    """Who is there, who came, and what didn't go through."""
    require_admin(request)
    async with reading() as connection:
        people = await figures(connection)
        messages = await outbox.counts(connection)
        parked_count, parked = await _parked(connection)
    return render(
        request,
        "admin/overview.html",
        people=people,
        messages=messages,
        parked=parked,
        parked_count=parked_count,
        days=[(format_date(day, "short").split()[0], count, number(count)) for day, count in people.by_day],
        channels_off=[channel for channel in Channel if not configured(channel)],
    )


async def _parked(connection: AsyncConnection) -> tuple[int, Sequence[Any]]:
    """Background work that was given up."""
    count = (await connection.execute(select(func.count()).select_from(FailedTask))).scalar_one()
    return count, (await connection.execute(_PARKED)).all()


routes = [
    Route("/admin", overview),
    *user_pages.routes,
    *outbox_pages.routes,
    *audit_pages.routes,
]
