"""/gigs/{id}: the page of one gig; keeping it; what somebody kept; and all addresses of this folder."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import discovery, profiles
from twiza.gigs import access, favouring, queries, sellers, viewing
from twiza.gigs.whole import WholeGig
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language
from twiza.messaging import pace
from twiza.reviews import queries as reviews
from twiza.web.freelancer import words
from twiza.web.gigs import drawing, own, sharing, structured, wizard
from twiza.web.origin import own_path
from twiza.web.page import is_fragment, redirect, render, safe_next, toast
from twiza.web.session import address_of, require_viewer, viewer_of


async def show(request: Request) -> Response:
    """What is offered, by whom, for how much; the look is counted."""
    viewer = viewer_of(request)
    viewer_id = viewer.id if viewer else None
    async with reading() as connection:
        gig = await queries.visible(connection, request.path_params["id"], viewer_id)
        if gig is None:
            raise NotFound
        around = await _around(connection, gig, viewer_id)
    if gig.is_offered and request.method == "GET":
        await _count(request, gig, viewer_id)
    return render(
        request,
        "gigs/gig.html",
        gig=gig,
        is_own=viewer_id == gig.freelancer_id,
        actions=access.actions(
            gig.freelancer_id, gig.status, viewer_id, deactivated=gig.deactivated_at is not None
        ),
        share_image=sharing.address(gig),
        json_ld=structured.service(gig, around["seller"], around["trail"]) if gig.is_offered else "",
        **around,
    )


async def _around(connection: AsyncConnection, gig: WholeGig, viewer_id: UUID | None) -> dict[str, Any]:
    """What else the page shows: who offers it, what was said of it, where it stands, what is like it."""
    seller = await sellers.facts(connection, gig.freelancer_id)
    wait = await pace.answers_within(connection, gig.freelancer_id)
    others = await discovery.similar(gig.id)
    kept = await queries.kept(connection, viewer_id, [gig.id, *(card.id for card in others)])
    return {
        "seller": seller,
        "spoken": [words.spoken(code) for code in seller.languages],
        "answers_within": words.pace(wait) if wait else "",
        "similar": [replace(card, saved=card.id in kept) for card in others],
        "saved": gig.id in kept,
        "reviews": (await reviews.of_gig(connection, gig.id)).reviews,
        "trail": _trail(gig, await profiles.categories(connection)),
    }


async def favour(request: Request) -> Response:
    """Keep it or let it go; htmx gets the heart again, others the page they were on."""
    viewer = require_viewer(request)
    gig_id: UUID = request.path_params["id"]
    form = await request.form(max_files=0)
    keeps = form.get("kept") != "0"
    async with unit_of_work() as session:
        if keeps:
            await favouring.favour(session, gig_id, by=viewer.id)
        else:
            await favouring.let_go(session, gig_id, by=viewer.id)
        title = await queries.title(session, gig_id)
    if is_fragment(request):
        large = form.get("large") == "1"
        return render(request, "gigs/heart.html", gig_id=gig_id, title=title, saved=keeps, large=large)
    said = _("Kept: you find it among your favourites.") if keeps else _("No longer among your favourites.")
    came_from = safe_next(own_path(request.headers.get("referer", "")), "")
    response = redirect(request, f"/gigs/{gig_id}")
    if came_from:
        response.headers["location"] = came_from
    return toast(response, said)


async def favourites(request: Request) -> Response:
    """What somebody keeps and can still order."""
    viewer = require_viewer(request)
    async with reading() as connection:
        kept = await queries.favourites(connection, viewer.id)
    return render(request, "gigs/favourites.html", gigs=kept)


async def _count(request: Request, gig: WholeGig, viewer_id: UUID | None) -> None:
    visitor = f"{address_of(request)} {request.headers.get('user-agent', '')}"
    async with unit_of_work() as session:
        await viewing.view(session, gig.id, owner=gig.freelancer_id, viewer=viewer_id, visitor=visitor)


def _trail(gig: WholeGig, categories: Sequence[profiles.CategoryItem]) -> list[tuple[str, str]]:
    """The way to this page, by the categories it stands in."""
    code = language.get()
    for one in categories:
        for each in (one, *one.children):
            if each.id == gig.category_id:
                steps = [(one.name(code), f"/gigs?category={one.slug}")]
                return steps if each is one else [*steps, (each.name(code), f"/gigs?category={each.slug}")]
    return []


routes = [
    Route("/art/gig/{name}.svg", drawing.cover),
    Route("/gigs/{id:uuid}/card.{language}.png", sharing.card),
    Route("/gigs/{id:uuid}/favourite", favour, methods=["POST"]),
    Route("/gigs/{id:uuid}", show),
    Route("/favourites", favourites),
    *wizard.routes,
    *own.routes,
]
