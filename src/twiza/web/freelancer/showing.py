"""The page of the editor: what is stored, or what was typed beside what is wrong with it."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from twiza import profiles
from twiza.accounts import hats
from twiza.accounts import queries as accounts
from twiza.accounts.models import HatKind
from twiza.accounts.viewer import Viewer
from twiza.kit.db import reading, unit_of_work
from twiza.kit.errors import NotFound
from twiza.kit.i18n import language
from twiza.profiles import certifications, education, portfolio, showing, skills
from twiza.web.freelancer import words
from twiza.web.freelancer.parts import PARTS
from twiza.web.page import render
from twiza.web.profile import completeness
from twiza.web.session import require_viewer

PATH = "/freelancer/profile"
PRESENTATION, PHOTO = "presentation", "photo"
MOST: Mapping[str, int] = {
    "skills": skills.MOST,
    "education": education.MOST,
    "certifications": certifications.MOST,
    "projects": portfolio.MOST,
    "pictures": portfolio.MOST_PICTURES,
}
Said = Mapping[str, str]


def require_freelancer(request: Request) -> Viewer:
    """Whoever edits; for people without this hat the page doesn't exist."""
    viewer = require_viewer(request)
    if HatKind.FREELANCER not in viewer.hats:
        raise NotFound
    return viewer


async def page(
    request: Request,
    part: str = "",
    typed: Said | None = None,
    errors: Said | None = None,
    at: UUID | None = None,
) -> Response:
    """The whole editor; `part` is the form that came back with faults, of the entry `at` or of a new one."""
    viewer = require_freelancer(request)
    async with unit_of_work() as session:
        account = await accounts.own(session, viewer.id)
        worn = await hats.worn(session, viewer.id)
        profile = await showing.profile(session, viewer.id)
        steps = await completeness.of_freelancer(session, account, worn)
    if profile is None:
        raise NotFound
    values: dict[str, Said] = {name: dict.fromkeys(each.fields, "") for name, each in PARTS.items()}
    values[PRESENTATION] = {
        "headline": profile.headline,
        "city": profile.city,
        "category": profile.category,
        "bio": profile.bio,
    }
    faults: dict[str, Said] = {name: {} for name in (*values, PHOTO)}
    if at is not None and all(one.id != at for one in (*profile.education, *profile.certifications)):
        raise NotFound
    if errors and at is None:
        faults[part] = errors
        values[part] = {**values.get(part, {}), **(typed or {})}
    return render(
        request,
        "freelancer/editor.html",
        422 if errors else 200,
        account=account,
        profile=profile,
        changing={"id": str(at or ""), "typed": typed or {}, "errors": errors or {}},
        typed=values,
        errors=faults,
        summaries={
            name: {f"{name}-{field}": text for field, text in found.items()} for name, found in faults.items()
        },
        steps=steps,
        percent=completeness.percent(steps),
        next_step=completeness.best_next(steps),
        most=MOST,
        **await _lists([hat.city_id for hat in worn]),
    )


async def _lists(kept: Collection[UUID | None]) -> dict[str, Any]:
    async with reading() as connection:
        cities = await profiles.cities(connection, keeping=kept)
        categories = await profiles.categories(connection)
    code = language.get()
    return {
        "cities": [(item.slug, item.name(code)) for item in cities],
        "categories": [(item.slug, item.name(code)) for item in categories if item.kind == "online"],
        "level_options": words.level_options(),
        "fluency_options": words.fluency_options(),
        "spoken_options": words.spoken_options(),
        "level_words": dict(words.level_options()),
        "fluency_words": dict(words.fluency_options()),
        "spoken_words": dict(words.spoken_options()),
        "dots": words.DOTS,
    }
