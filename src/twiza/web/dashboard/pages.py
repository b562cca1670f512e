"""/dashboard: a client's, a freelancer's, or the plain one of other hats; pros have theirs."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import notifications
from twiza.accounts import hats
from twiza.accounts import queries as accounts
from twiza.accounts.models import HatKind
from twiza.accounts.viewer import Viewer
from twiza.gigs import figures as gig_figures
from twiza.gigs import queries as gigs
from twiza.kit.db import reading, unit_of_work
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import ngettext
from twiza.messaging import figures as talk_figures
from twiza.messaging import inbox
from twiza.orders import figures
from twiza.orders.models import Party
from twiza.web.dashboard.income import income, lasts
from twiza.web.dashboard.running import SHOWN, Running, running
from twiza.web.messages.showing import when
from twiza.web.page import redirect, render
from twiza.web.pro.hat import is_pro
from twiza.web.profile import completeness
from twiza.web.session import require_viewer

FAVOURITES = 3
CONVERSATIONS = 4


async def dashboard(request: Request) -> Response:
    """What waits, what comes next, what happened lately: a dozen short statements at most."""
    viewer = require_viewer(request)
    if viewer.hat is HatKind.PRO and await _is_pro(viewer.id):
        return redirect(request, "/pro/dashboard")
    async with unit_of_work() as session:
        account = await accounts.own(session, viewer.id)
        worn = await hats.worn(session, viewer.id)
        steps = await completeness.steps(session, account, worn)
        connection = await session.connection()
        notices = await notifications.latest(connection, viewer.id)
        talks = await inbox.page(connection, viewer.id)
        if viewer.hat is HatKind.FREELANCER:
            told = await _selling(connection, viewer)
        else:
            told = await _buying(connection, viewer)
    own_hat = next((hat for hat in worn if hat.kind is viewer.hat), None)
    return render(
        request,
        "dashboard/freelancer.html" if viewer.hat is HatKind.FREELANCER else "dashboard/client.html",
        account=account,
        own_hat=own_hat,
        notices=notices,
        talks=talks.lines[:CONVERSATIONS],
        when=when,
        steps=steps,
        percent=completeness.percent(steps),
        addable=[kind for kind in HatKind if kind not in viewer.hats],
        shown=SHOWN,
        **told,
    )


async def _is_pro(account_id: UUID) -> bool:
    async with reading() as connection:
        return await is_pro(connection, account_id)


async def _selling(connection: AsyncConnection, viewer: Viewer) -> dict[str, Any]:
    orders = await running(connection, viewer.id, Party.FREELANCER)
    sales = await figures.sales(connection, viewer.id)
    views = await gig_figures.views_by_day(connection, viewer.id)
    return {
        "orders": orders,
        "lead": _lead(orders, Party.FREELANCER),
        "sales": sales,
        "income": income(sales),
        "views": views,
        "response_time": lasts(await talk_figures.response_time(connection, viewer.id)),
    }


async def _buying(connection: AsyncConnection, viewer: Viewer) -> dict[str, Any]:
    orders = await running(connection, viewer.id, Party.CLIENT)
    return {
        "orders": orders,
        "lead": _lead(orders, Party.CLIENT),
        "purchases": await figures.purchases(connection, viewer.id),
        "favourites": (await gigs.favourites(connection, viewer.id))[:FAVOURITES],
    }


def _lead(orders: Running, side: Party) -> str:
    """The one thing to know first."""
    if side is Party.FREELANCER and orders.due_today:
        return ngettext("{n} delivery is due today", "{n} deliveries are due today", orders.due_today)
    if orders.mine:
        return ngettext("{n} order waits for you", "{n} orders wait for you", orders.mine)
    if orders.rows:
        return _("Everything is under way: nothing waits for you.")
    return ""


routes = [Route("/dashboard", dashboard)]
