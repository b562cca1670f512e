"""/orders/new and POST /orders: from a package to an order, without losing what was typed on the way."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from twiza.gigs import cards, queries
from twiza.gigs.models import Gig, Tier
from twiza.gigs.whole import Package, WholeGig
from twiza.kit import ids
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, TooMany
from twiza.kit.i18n import format_money, language, ngettext
from twiza.kit.i18n import gettext as _
from twiza.kit.money import dirhams
from twiza.kit.settings import settings
from twiza.orders import placing
from twiza.orders.models import Order, OrderStatus
from twiza.web.orders.asks import Typed
from twiza.web.orders.words import named
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer, viewer_of
from twiza.web.templates import query, url

GIG_IS_GONE = "orders/gone.html"


async def show(request: Request) -> Response:
    """The form, for visitors too: they sign in when they send it."""
    asked = request.query_params
    return await _page(request, ids.parse(asked.get("gig", "")), asked.get("package", ""), {})


async def switch(request: Request) -> Response:
    """Another package of the same gig; what was typed stays."""
    typed = Typed.of(await _form(request))
    return await _page(request, typed.id("gig"), typed.text("switch"), typed.texts)


async def place(request: Request) -> Response:
    """Buy it. A form sent twice leads to the order that the first one placed."""
    viewer = require_viewer(request)
    typed = Typed.of(await _form(request))
    gig_id = typed.id("gig")
    if gig_id is None:
        raise NotFound
    tier = next((tier for tier in Tier if tier == typed.text("package")), Tier.BASIC)
    try:
        async with unit_of_work() as session:
            order = await placing.place(
                session,
                gig_id,
                by=viewer.id,
                tier=tier,
                answers=_answers(typed),
                accepted_terms=typed.text("accepted_terms") == "1",
            )
    except Conflict as error:
        if error.code == "already_ordered":
            return await _to_the_first(request, viewer.id, gig_id, tier)
        return await _page(request, gig_id, tier, typed.texts, error)
    except (Invalid, Forbidden) as error:
        return await _page(request, gig_id, tier, typed.texts, error)
    except TooMany as error:
        page = await _page(request, gig_id, tier, typed.texts, error)
        page.headers["retry-after"] = str(error.retry_after)
        return page
    return toast(redirect(request, f"/orders/{order.reference}"), _("Your order is placed. Now pay for it."))


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=40)


def _answers(typed: Typed) -> dict[UUID, str]:
    """Answers by question, as far as the form names any."""
    found = {ids.parse(name.removeprefix("answer-")): text for name, text in typed.texts.items()}
    return {question: text for question, text in found.items() if question is not None}


async def _to_the_first(request: Request, client_id: UUID, gig_id: UUID, tier: Tier) -> Response:
    statement = select(Order.reference).where(
        Order.client_id == client_id,
        Order.gig_id == gig_id,
        Order.tier == tier,
        Order.status == OrderStatus.PENDING_PAYMENT,
    )
    async with unit_of_work() as session:
        reference = await session.scalar(statement.order_by(Order.id.desc()).limit(1))
    said = _("You have already ordered this package: here is that order.")
    return toast(redirect(request, f"/orders/{reference}" if reference else "/orders"), said, "info")


async def _page(
    request: Request, gig_id: UUID | None, tier: str, typed: dict[str, str], error: DomainError | None = None
) -> Response:
    """The form with what was typed; a gig that isn't offered any more says so."""
    async with unit_of_work() as session:
        gig = await queries.offered(session, gig_id) if gig_id else None
        seller = await _seller(session, gig.id) if gig else None
    if gig is None or seller is None:
        return render(request, GIG_IS_GONE, 404 if error is None else error.status)
    viewer = viewer_of(request)
    is_own = viewer is not None and viewer.id == gig.freelancer_id
    package = gig.package(tier) or gig.packages[0]
    fields = error.field_texts() if isinstance(error, Invalid) else {}
    return render(
        request,
        "orders/new.html",
        error.status if error else 403 if is_own else 200,
        gig={"id": gig.id, "title": gig.title, "cover_url": gig.cover_url(), "seller": seller},
        seller_name=named(seller.name),
        package=_shown(package),
        packages=[(each.tier, each.title, each.price) for each in gig.packages],
        questions=gig.questions,
        typed={"accepted_terms": "", **typed},
        errors={name.replace("answers.", "answer-"): text for name, text in fields.items()},
        problem=_problem(error, is_own=is_own),
        remedy=_remedy(error, gig, package),
        may_order=not is_own,
        over_cap=_over_cap(package, seller),
    )


async def _seller(session: AsyncSession, gig_id: UUID) -> cards.Seller | None:
    row = (await session.execute(cards.selected(language.get()).where(Gig.id == gig_id))).one_or_none()
    return cards.card(row).seller if row else None


def _shown(package: Package) -> dict[str, Any]:
    unlimited = package.revisions is None
    return {
        "tier": package.tier,
        "title": package.title,
        "contents": package.contents,
        "price": package.price,
        "delivery_days": package.delivery_days,
        "revisions_text": _("as many as needed")
        if unlimited
        else ngettext("{n} round of changes", "{n} rounds of changes", package.revisions or 0),
    }


def _problem(error: DomainError | None, *, is_own: bool) -> str:
    if is_own:
        return _(placing.OWN_GIG)
    return "" if error is None or isinstance(error, Invalid) else error.text()


def _remedy(error: DomainError | None, gig: WholeGig, package: Package) -> dict[str, str] | None:
    """Where to go first, when something else has to be done."""
    if error is None or error.code != "phone_not_verified":
        return None
    back = query("/orders/new", gig=gig.id, package=package.tier)
    return {"text": _("Verify my number"), "href": url(query("/auth/phone", next=url(back)))}


def _over_cap(package: Package, seller: cards.Seller) -> str:
    most = dirhams(settings().unverified_cap)
    if seller.verified or package.price <= most:
        return ""
    return _(
        "The identity of {name} isn’t verified yet: an order may not exceed {most}.",
        name=named(seller.name),
        most=format_money(most),
    )
