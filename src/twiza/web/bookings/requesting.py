"""/client/bookings/new: asking up to three pros for the same hour, without losing what was typed on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from twiza.bookings import requesting
from twiza.kit import ids
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, TooMany
from twiza.kit.i18n import N_, language, ngettext
from twiza.kit.i18n import gettext as _
from twiza.pros.models import Neighbourhood
from twiza.web.bookings import asked as asking
from twiza.web.bookings import candidates, carried, free_hours, standing, words
from twiza.web.bookings.asked import Asked
from twiza.web.bookings.attached import Chosen, Kept, chosen, keep
from twiza.web.bookings.carried import Carried
from twiza.web.bookings.tiles import short, tile
from twiza.web.page import redirect, render, toast
from twiza.web.session import require_viewer, viewer_of
from twiza.web.templates import query, url

NO_HOUR = N_("Choose an hour first.")
NO_WORDS = N_("Say what has to be done.")
NO_NEIGHBOURHOOD = N_("Choose the neighbourhood: those you ask see how far it is.")
_MOST_FILES = 12
_MOST_FIELDS = 40
_FIELDS = {"neighbourhood": "neighbourhood_id"}
_TYPED = ("description", "neighbourhood_id", "address", "floor", "landmark")


@dataclass(frozen=True)
class Sent:
    """A form that came back: what was typed, why it was refused, which files are kept, whether others are lost."""

    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    error: DomainError | None = None
    kept: Sequence[Carried] = ()
    lost_files: bool = False


async def show(request: Request) -> Response:
    """The form, for visitors too: they sign in when they send it."""
    async with reading() as connection:
        asked = await asking.read(connection, request.query_params, ticked=False)
    return await _page(request, asked, Sent())


async def send(request: Request) -> Response:
    """Ask them; or show the form again for another hour, with everything that was typed."""
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
        async with reading() as connection:
            asked = await asking.read(connection, form, ticked=True)
        typed = {name: value for name in _TYPED if isinstance(value := form.get(name, ""), str)}
        files = chosen(form)
        viewer = viewer_of(request)
        if form.get("switch") == "1":
            return await _for_another_hour(request, asked, typed, files)
        # Somebody signed in meanwhile: what they wrote came along, their files could not.
        if viewer and form.get("had_files") == "1":
            return await _page(request, asked, Sent(typed, lost_files=True), 422)
        viewer = require_viewer(request)
        if asked is None:
            raise NotFound
        kept = Kept(files.carried)
        try:
            kept = await keep(files, viewer.id)
            await _ask(viewer.id, asked, typed, kept)
        except (Invalid, Conflict, Forbidden, TooMany) as error:
            return await _page(request, asked, Sent(typed, error, kept.files))
    n = len(asked.chosen)
    said = ngettext(
        "Your request is sent. You are told as soon as the pro answers.",
        "Your request is sent to {n} pros. The first to confirm gets the job.",
        n,
    )
    return toast(redirect(request, "/client/bookings"), said)


async def _for_another_hour(
    request: Request, asked: Asked | None, typed: Mapping[str, str], files: Chosen
) -> Response:
    """The same form for the hour that was chosen; a visitor's files have nobody to be kept for."""
    viewer = viewer_of(request)
    if viewer is None:
        return await _page(request, asked, Sent(typed, lost_files=files.is_new))
    try:
        kept = await keep(files, viewer.id)
    except TooMany as error:
        return await _page(request, asked, Sent(typed, error, files.carried))
    refusal = kept.refusals[0] if kept.refusals else None
    return await _page(request, asked, Sent(typed, refusal, kept.files))


async def _ask(viewer_id: UUID, asked: Asked, typed: Mapping[str, str], kept: Kept) -> None:
    if kept.refusals:
        raise kept.refusals[0]
    # All that is missing is told at once.
    needed = (
        ("starts_at", asked.at, NO_HOUR),
        ("pro_ids", asked.chosen, requesting.NOBODY),
        ("description", typed["description"].strip(), NO_WORDS),
        ("neighbourhood_id", typed["neighbourhood_id"], NO_NEIGHBOURHOOD),
    )
    missing = {name: text for name, given, text in needed if not given}
    if missing or asked.at is None:
        raise Invalid(missing)
    async with unit_of_work() as session:
        await requesting.request(
            session,
            by=viewer_id,
            pro_ids=asked.chosen,
            category_id=asked.category.id,
            starts_at=asked.at,
            description=typed["description"],
            neighbourhood_id=ids.parse(typed["neighbourhood_id"]),
            address=typed["address"],
            floor=typed["floor"],
            landmark=typed["landmark"],
            files=[one.id for one in kept.files],
            seconds={one.id: one.seconds for one in kept.files if one.seconds},
            urgent=asked.urgent,
        )


async def _page(request: Request, asked: Asked | None, sent: Sent, status: int = 200) -> Response:
    """The form with what was typed; what can't be booked says so."""
    viewer = viewer_of(request)
    if asked is None:
        return render(request, "bookings/choose_pro.html", 404)
    viewer_id = viewer.id if viewer else None
    async with reading() as connection:
        asked = await candidates.at_the_soonest(connection, asked, _seed(viewer_id))
        pros = await candidates.of(connection, asked, viewer_id, _seed(viewer_id))
        if not pros and asked.anchor:
            return render(request, "bookings/choose_pro.html", 404)
        limits = await standing.before_asking(connection, viewer_id, asked)
        hours = await free_hours.of(connection, asked.anchor) if asked.anchor else []
        neighbourhoods = await _neighbourhoods(connection, asked.city.id)
        kept = await carried.shown(connection, viewer_id, sent.kept)
    return render(
        request,
        "bookings/new.html",
        sent.error.status if sent.error else status,
        asked=_shown(asked, pros),
        pros=pros,
        hours=hours,
        standing=limits,
        neighbourhoods=neighbourhoods,
        kept=kept,
        is_visitor=viewer is None,
        typed={**dict.fromkeys(_TYPED, ""), **sent.typed},
        errors=_errors(sent),
        problem=_problem(sent.error, asked),
    )


def _seed(viewer_id: UUID | None) -> int:
    """One of the sixteen orders; a person's is their own."""
    return viewer_id.int % 16 if viewer_id else 0


def _shown(asked: Asked, pros: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    code = language.get()
    anchor = next((pro["name"] for pro in pros if pro["id"] == asked.anchor), "")
    hidden = {"city": asked.city.slug, "category": asked.category.slug}
    if asked.anchor:
        hidden["from"] = str(asked.anchor)
    if asked.urgent:
        hidden["urgent"] = "1"
    return {
        "category": asked.category.name(code),
        "city": asked.city.name(code),
        "at": asked.at_text,
        "urgent": asked.urgent,
        "when": words.slot(asked.at) if asked.at else "",
        "tile": tile(asked.at) if asked.at else None,
        "short": short(asked.at) if asked.at else "",
        "pro_name": f"\u2068{anchor}\u2069",
        "hidden": hidden,
    }


async def _neighbourhoods(connection: AsyncConnection, city_id: UUID) -> list[tuple[str, str]]:
    """The parts of this city in the reader's language."""
    names = {"fr": Neighbourhood.name_fr, "ar": Neighbourhood.name_ar, "en": Neighbourhood.name_en}
    statement = (
        select(Neighbourhood.id, names[language.get()].label("name"))
        .where(Neighbourhood.city_id == city_id, Neighbourhood.hidden.is_(False))
        .order_by(Neighbourhood.position, Neighbourhood.id)
    )
    return [(str(row.id), row.name) for row in await connection.execute(statement)]


def _errors(sent: Sent) -> dict[str, str]:
    found = sent.error.field_texts() if isinstance(sent.error, Invalid) else {}
    errors = {_FIELDS.get(name, name): text for name, text in found.items()}
    if sent.lost_files:
        errors.setdefault("files", _("Choose the files again: browsers don’t keep them."))
    return errors


def _problem(error: DomainError | None, asked: Asked) -> dict[str, str] | None:
    if error is None or isinstance(error, Invalid):
        return None
    path = ""
    if error.code == "phone_not_verified":
        back = query(
            "/client/bookings/new",
            **{"from": asked.anchor, "category": asked.category.slug, "at": asked.at_text},
        )
        path = query("/auth/phone", next=url(back))
    return {"title": _("The request was not sent"), "text": error.text(), "path": path}
