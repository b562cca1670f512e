"""/admin: every address of the administration, and its first page."""

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza.accounts.figures import figures
from twiza.gigs import figures as gigs
from twiza.kit.db import reading
from twiza.kit.i18n import format_date, number
from twiza.kit.outgoing import Channel, configured
from twiza.kit.tasks import parking
from twiza.kit.tasks.models import FailedTask
from twiza.notifications import outbox
from twiza.orders import figures as orders
from twiza.trust import queue
from twiza.trust.kyc import queries as kyc
from twiza.web.admin import (
    audit_pages,
    booking_pages,
    category_pages,
    city_pages,
    dispute_pages,
    gig_pages,
    order_pages,
    outbox_pages,
    synonym_pages,
    task_pages,
    user_pages,
)
from twiza.web.admin.words import CHANNELS
from twiza.web.orders import words
from twiza.web.page import render
from twiza.web.session import require_admin

_PARKED_SHOWN = 5
_PARKED_COUNT = select(func.count()).select_from(FailedTask)


async def overview(request: Request) -> Response:
    """Who is there, who came, and what didn't go through."""
    require_admin(request)
    async with reading() as connection:
        people = await figures(connection)
        market = await gigs.counts(connection)
        trade = await orders.counts(connection)
        reports, papers = await queue.waiting(connection), await kyc.waiting(connection)
        messages = await outbox.counts(connection)
        parked_count = (await connection.execute(_PARKED_COUNT)).scalar_one()
        parked = await parking.parked(connection, limit=_PARKED_SHOWN)
    return render(
        request,
        "admin/overview.html",
        people=people,
        market=market,
        trade=trade,
        reports=reports,
        papers=papers,
        stages=[(words.pill(status), count) for status, count in trade.by_status.items()],
        messages=messages,
        parked=parked.tasks,
        parked_count=parked_count,
        days=[(format_date(day, "short").split()[0], count, number(count)) for day, count in people.by_day],
        channels_off=[CHANNELS[channel] for channel in Channel if not configured(channel)],
    )


routes = [
    Route("/admin", overview),
    *booking_pages.routes,
    *user_pages.routes,
    *gig_pages.routes,
    *order_pages.routes,
    *dispute_pages.routes,
    *category_pages.routes,
    *city_pages.routes,
    *synonym_pages.routes,
    *outbox_pages.routes,
    *task_pages.routes,
    *audit_pages.routes,
]
