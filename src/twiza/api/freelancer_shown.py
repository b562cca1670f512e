"""A freelancer's profile as JSON: for everybody, and for its owner."""

from math import ceil
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza import discovery, profiles
from twiza.accounts.models import HatKind
from twiza.api.answers import answer, since
from twiza.gigs import sellers
from twiza.kit.errors import NotFound
from twiza.kit.i18n import language
from twiza.messaging import pace
from twiza.profiles import showing
from twiza.profiles.shown import Profile

_FOR_OTHERS = ("message", "report")


async def public(connection: AsyncConnection, account_id: UUID, viewer_id: UUID | None) -> Response:
    """The whole public profile; whoever isn't a freelancer in order isn't there."""
    person = await discovery.person(connection, account_id, HatKind.FREELANCER)
    profile = await showing.profile(connection, account_id)
    if person is None or profile is None:
        raise NotFound
    seller = await sellers.facts(connection, account_id)
    wait = await pace.answers_within(connection, account_id)
    others = list(_FOR_OTHERS) if viewer_id else []
    return answer(
        {
            "id": person.id,
            "name": person.name,
            "avatar_url": person.avatar_url,
            "identity_verified": person.verified,
            **await _said(connection, profile.shielded()),
            "rating": person.rating,
            "reviews": person.reviews,
            "completed_orders": seller.completed,
            "answers_within_minutes": ceil(wait.total_seconds() / 60) if wait else None,
            **since(person.since),
            "allowed_actions": ["edit"] if viewer_id == account_id else others,
        }
    )


async def own(connection: AsyncConnection, account_id: UUID, *, status: int = 200) -> Response:
    """One's own profile, as it was typed; it isn't there without the hat."""
    profile = await showing.profile(connection, account_id)
    if profile is None:
        raise NotFound
    body = {**await _said(connection, profile), "allowed_actions": ["edit"]}
    return answer(body, status=status, private=True)


async def _said(connection: AsyncConnection, profile: Profile) -> dict[str, object]:
    code = language.get()
    cities = {item.slug: item.name(code) for item in await profiles.every_city(connection)}
    category = await profiles.category_named(connection, profile.category)
    return {
        "headline": profile.headline,
        "bio": profile.bio,
        "city": {"slug": profile.city, "name": cities[profile.city]} if profile.city in cities else None,
        "category": {"slug": category.slug, "name": category.name(code)} if category else None,
        "skills": profile.skills,
        "education": profile.education,
        "certifications": profile.certifications,
        "languages": profile.languages,
        "projects": [
            {
                "id": one.id,
                "title": one.title,
                "description": one.description,
                "link": one.link,
                "year": one.year,
                "pictures": [
                    {"id": each.id, "url": each.url, "small_url": each.small_url} for each in one.pictures
                ],
            }
            for one in profile.projects
        ],
    }
