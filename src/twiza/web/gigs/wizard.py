"""/freelancer/gigs/new and …/edit: a gig is written in four steps, and every step keeps what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twiza import profiles
from twiza.accounts.models import HatKind
from twiza.gigs import drafting, limits, queries
from twiza.gigs.models import GigStatus, Tier
from twiza.gigs.whole import WholeGig
from twiza.kit import ids, signing
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Invalid, NotFound
from twiza.kit.i18n import NAMES, language
from twiza.kit.i18n import gettext as _
from twiza.profiles import CategoryKind
from twiza.web.gigs import forms, previewing, steps
from twiza.web.gigs.illustrating import save_pictures
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer
from twiza.web.templates import query

LIST = "/freelancer/gigs"
_PURPOSE = "gig draft"
Categories = Sequence[profiles.CategoryItem]
# More than a gig may have, so that their number is judged with the rest and not by the reader of forms.
_MOST_FILES = 30


async def new(request: Request) -> Response:
    """An empty first step; it bears the id of the draft it will make, so that sending it twice makes one."""
    viewer = require_viewer(request)
    if HatKind.FREELANCER not in viewer.hats:
        return render(request, "gigs/no_hat.html")
    async with reading() as connection:
        mine = await queries.own_lines(connection, viewer.id)
    return await _show_details(
        request,
        {"language": language.get()},
        drafts=[one for one in mine if one.status is GigStatus.DRAFT][:3],
    )


async def create(request: Request) -> Response:
    """The first step makes the draft."""
    viewer = require_viewer(request)
    said = forms.typed(await request.form(max_files=0))
    gig_id = _promised(said.get("draft", ""), viewer.id)
    goes_on = said.get("go") != "save"
    try:
        async with unit_of_work() as session:
            gig = await drafting.create(session, by=viewer.id, gig_id=gig_id)
            await drafting.change_details(
                session, gig.id, by=viewer.id, given=forms.details(said), complete=goes_on
            )
    except Invalid as error:
        return await _show_details(request, said, error.field_texts(), token=said.get("draft", ""))
    return _onwards(request, gig.id, steps.DETAILS, goes_on=goes_on)


async def edit(request: Request) -> Response:
    """One step of a gig that exists."""
    gig, step = await _asked(request)
    return await _show(request, gig, step)


async def save(request: Request) -> Response:
    """Keep one step; what doesn't fit is told beside its field, with everything typed still there."""
    viewer = require_viewer(request)
    gig, step = await _asked(request)
    async with request.form(max_files=_MOST_FILES) as form:
        said = forms.typed(form)
        goes_on = said.get("go") == "next"
        if step == steps.PICTURES:
            faults = await save_pictures(gig.id, viewer.id, said, forms.uploads(form))
        else:
            faults = await _save(gig.id, viewer.id, step, said, complete=goes_on)
    if faults:
        fresh = await _own(request)
        return await _show(request, fresh, step, said, faults)
    if step == steps.PICTURES and not goes_on and said.get("go") != "save":
        return redirect(request, _address(gig.id, step) + ("#pictures" if "go" not in said else "#more"))
    return _onwards(request, gig.id, step, goes_on=goes_on)


async def _save(gig_id: UUID, by: UUID, step: str, said: forms.Typed, *, complete: bool) -> dict[str, str]:
    """What was wrong, by field; nothing when it is kept."""
    try:
        async with unit_of_work() as session:
            if step == steps.DETAILS:
                given = forms.details(said)
                await drafting.change_details(session, gig_id, by=by, given=given, complete=complete)
            elif step == steps.PACKAGES:
                offered = forms.packages(said)
                await drafting.change_packages(session, gig_id, by=by, given=offered, complete=complete)
    except Invalid as error:
        return error.field_texts()
    return {}


def _onwards(request: Request, gig_id: UUID, step: str, *, goes_on: bool) -> Response:
    if goes_on:
        return redirect(request, _address(gig_id, steps.after(step)))
    return toast(redirect(request, LIST), _("Your gig is saved."))


def _address(gig_id: UUID, step: str) -> str:
    return query(f"{LIST}/{gig_id}/edit", step=step)


async def _asked(request: Request) -> tuple[WholeGig, str]:
    step = request.query_params.get("step", steps.DETAILS)
    if step not in steps.STEPS:
        raise NotFound
    return await _own(request), step


async def _own(request: Request) -> WholeGig:
    viewer = require_viewer(request)
    async with reading() as connection:
        gig = await queries.own(connection, request.path_params["id"], viewer.id)
    if gig is None:
        raise NotFound
    return gig


async def _show(
    request: Request,
    gig: WholeGig,
    step: str,
    typed: forms.Typed | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    """The page of one step, with what was typed or else what is stored."""
    async with reading() as connection:
        categories = await profiles.categories(connection)
        kept = await profiles.category_kept(connection, gig.category_id) if gig.category_id else None
    stored = forms.filled(gig, kept.slug if kept else "")
    values = stored if typed is None else {**forms.empty(), **typed}
    shown: dict[str, Any] = {}
    if step == steps.DETAILS:
        shown = _lists(categories, kept)
    elif step == steps.PACKAGES:
        shown = {
            "tiers": list(Tier),
            "revisions": [("", _("No limit")), *((str(n), str(n)) for n in range(11))],
        }
    elif step == steps.PICTURES:
        shown = {
            "faq_rows": forms.rows(values, "faq", limits.MOST_FAQ),
            "question_rows": forms.rows(values, "questions", limits.MOST_QUESTIONS),
            "most_pictures": limits.MOST_PICTURES,
        }
    else:
        shown = await previewing.context(require_viewer(request), gig)
    return render(
        request,
        f"gigs/{step}.html",
        422 if errors else 200,
        gig=gig,
        action=_address(gig.id, step),
        step=step,
        step_number=steps.number(step),
        steps=[(key, _(name), _address(gig.id, key)) for key, name in steps.STEPS.items()],
        back=_address(gig.id, steps.before(step)) if step != steps.DETAILS else LIST,
        values=values,
        errors=errors or {},
        token="",
        drafts=[],
        **shown,
    )


async def _show_details(
    request: Request,
    values: forms.Typed,
    errors: Mapping[str, str] | None = None,
    *,
    token: str = "",
    drafts: Any = (),
) -> Response:
    """The first step of a gig that isn't there yet."""
    viewer = require_viewer(request)
    async with reading() as connection:
        categories = await profiles.categories(connection)
    promised = ids.new()
    return render(
        request,
        "gigs/details.html",
        422 if errors else 200,
        gig=None,
        action=f"{LIST}/new",
        step=steps.DETAILS,
        step_number=1,
        steps=[(key, _(name), "") for key, name in steps.STEPS.items()],
        back=LIST,
        values={**forms.empty(), **values},
        errors=errors or {},
        token=token or f"{promised}.{signing.sign(_PURPOSE, promised, viewer.id)}",
        drafts=drafts,
        **_lists(categories),
    )


def _lists(categories: Categories, kept: profiles.CategoryItem | None = None) -> dict[str, Any]:
    """Categories of the second level under those of the first; the gig's own, even if it is hidden by now."""
    code = language.get()
    groups = [
        (one.name(code), [(each.slug, each.name(code)) for each in (one.children or (one,))])
        for one in categories
        if one.kind is CategoryKind.ONLINE
    ]
    if kept and not any(kept.slug == slug for _heading, options in groups for slug, _name in options):
        groups.append((kept.name(code), [(kept.slug, kept.name(code))]))
    return {"groups": groups, "written_in": list(NAMES.items())}


def _promised(token: str, account_id: UUID) -> UUID | None:
    """The id that the form was given; a forged one makes a draft with an id of its own."""
    text, _dot, proof = token.partition(".")
    gig_id = ids.parse(text)
    return gig_id if gig_id and signing.holds(proof, _PURPOSE, gig_id, account_id) else None


routes = [
    Route(f"{LIST}/new", new, methods=["GET"]),
    Route(f"{LIST}/new", create, methods=["POST"]),
    Route(f"{LIST}/{{id:uuid}}/edit", edit, methods=["GET"]),
    Route(f"{LIST}/{{id:uuid}}/edit", save, methods=["POST"]),
]
