"""The page of /pro/profile: what is stored, or what was typed beside what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from twiza import profiles
from twiza.accounts import hats, phones
from twiza.accounts import queries as accounts
from twiza.accounts.models import HatKind
from twiza.kit.db import unit_of_work
from twiza.kit.i18n import gettext as _
from twiza.kit.i18n import language, ngettext
from twiza.profiles import CityItem
from twiza.pros import photos, plan, queries
from twiza.pros import profile as editing
from twiza.pros.models import Neighbourhood, ProProfile
from twiza.pros.shown import PhotoShown
from twiza.web.gigs.forms import amount
from twiza.web.page import render
from twiza.web.pro import checklist
from twiza.web.pro.hat import profile_of
from twiza.web.session import require_viewer

PATH = "/pro/profile"
PHOTO, PHOTOS, ABOUT, PLACES, TERMS = "photo", "photos", "about", "places", "terms"
_NOTICES = (0, 1, 2, 3, 6, 12, 24, 48, 72, 168)
Said = Mapping[str, str]


async def page(
    request: Request,
    part: str = "",
    typed: Said | None = None,
    errors: Said | None = None,
    status: int = 422,
) -> Response:
    """The whole page; `part` is the form that came back with faults."""
    viewer = require_viewer(request)
    async with unit_of_work() as session:
        profile = await profile_of(session, viewer.id)
        account = await accounts.own(session, viewer.id)
        hat = await hats.find(session, viewer.id, HatKind.PRO)
        steps = await checklist.steps(session, profile)
        work = [PhotoShown(one.id, one.name, one.description) for one in await photos.of(session, viewer.id)]
        connection = await session.connection()
        cities = await profiles.cities(connection, keeping=(profile.city_id,))
        places = await _neighbourhoods(connection, profile)
        chosen = [str(one.id) for one in await queries.neighbourhoods_of(session, viewer.id)]
    values = _stored(profile, hat.headline if hat else "", cities)
    faults: dict[str, Said] = {name: {} for name in (PHOTO, PHOTOS, ABOUT, PLACES, TERMS)}
    if errors:
        faults[part] = errors
        values |= typed or {}
        if part == TERMS:
            values["takes_urgent"] = (typed or {}).get("takes_urgent", "")
    code = language.get()
    return render(
        request,
        "pro/profile.html",
        status if errors else 200,
        account=account,
        profile=profile,
        typed=values,
        errors=faults,
        summaries={
            name: {f"{name}-{field}": text for field, text in found.items()} for name, found in faults.items()
        },
        photos=work,
        limits=plan.limits(profile),
        premium_limits=plan.PREMIUM,
        is_premium=plan.is_premium(profile.premium_until),
        cities=[(city.slug, city.name(code)) for city in cities],
        city_name=next((city.name(code) for city in cities if city.id == profile.city_id), ""),
        places=places,
        chosen=chosen,
        notices=[(hours, _notice(hours)) for hours in sorted({*_NOTICES, profile.min_notice_hours})],
        longest={
            "headline": str(editing.LONGEST_HEADLINE),
            "includes": str(editing.LONGEST_INCLUDES),
            "description": str(photos.LONGEST_DESCRIPTION),
        },
        steps=steps,
        percent=checklist.percent(steps),
    )


def _stored(profile: ProProfile, headline: str, cities: Any) -> dict[str, str]:
    city: CityItem | None = next((one for one in cities if one.id == profile.city_id), None)
    return {
        "headline": headline,
        "bio": profile.bio,
        "whatsapp": phones.pretty(profile.whatsapp),
        "min_notice_hours": str(profile.min_notice_hours),
        "takes_urgent": "1" if profile.takes_urgent else "",
        "call_out_fee": "" if profile.call_out_fee is None else amount(profile.call_out_fee),
        "call_out_includes": profile.call_out_includes,
        "city": city.slug if city else "",
    }


async def _neighbourhoods(
    reader: AsyncConnection | AsyncSession, profile: ProProfile
) -> list[tuple[str, str]]:
    """Those of the pro's city, in the order the house prefers."""
    one, code = Neighbourhood, language.get()
    name = {"fr": one.name_fr, "ar": one.name_ar}.get(code, one.name_en)
    of_city = (one.city_id == profile.city_id, one.hidden.is_(False))
    rows = await reader.execute(select(one.id, name).where(*of_city).order_by(one.position, one.id))
    return [(str(place), said) for place, said in rows]


def _notice(hours: int) -> str:
    if hours == 0:
        return _("None: the next hour may be asked for")
    if hours % 24 == 0:
        return ngettext("{n} day before", "{n} days before", hours // 24)
    return ngettext("{n} hour before", "{n} hours before", hours)
