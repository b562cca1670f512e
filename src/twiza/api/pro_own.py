"""One's own profile as a pro, as JSON: what was typed, with one's own number."""

from dataclasses import asdict
from uuid import UUID

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.api.answers import answer
from twiza.kit.errors import NotFound
from twiza.kit.i18n import language
from twiza.pros import plan, queries
from twiza.pros.models import ProProfile
from twiza.pros.shown import ServiceShown


async def own(session: AsyncSession, account_id: UUID, *, status: int = 200) -> Response:
    """All of it as it stands now; whoever isn't a pro has none."""
    await session.flush()
    shown = await queries.shown(session, account_id, account_id)
    profile = await session.scalar(select(ProProfile).where(ProProfile.account_id == account_id))
    if shown is None or profile is None:
        raise NotFound
    code = language.get()
    body = {
        "id": shown.id,
        "headline": shown.headline,
        "bio": shown.bio,
        "whatsapp": profile.whatsapp,
        "city": {"slug": shown.city, "name": shown.city_names[code]},
        "neighbourhoods": [{"slug": one.slug, "name": one.names[code]} for one in shown.neighbourhoods],
        "min_notice_hours": shown.min_notice_hours,
        "takes_urgent": shown.takes_urgent,
        "call_out_fee": shown.call_out_fee,
        "call_out_includes": shown.call_out_includes,
        "paused": shown.paused,
        "services": [_service(one) for one in shown.services],
        "photos": [
            {
                "id": one.id,
                "url": one.url,
                "small_url": one.small_url,
                "description": one.description,
                "allowed_actions": ["edit", "remove"],
            }
            for one in shown.photos
        ],
        "premium": shown.premium,
        "limits": asdict(plan.limits(profile)),
        "hidden_until": profile.hidden_until,
        "suspended": shown.suspended,
        "allowed_actions": ["edit", "resume" if shown.paused else "pause"],
    }
    return answer(body, status=status, private=True)


def _service(one: ServiceShown) -> dict[str, object]:
    return {
        "id": one.id,
        "category": {"slug": one.category, "name": one.names[language.get()]},
        "pricing_type": one.pricing_type,
        "min_price": one.min_price,
        "max_price": one.max_price,
        "fixed_price": one.fixed_price,
        "is_active": one.is_active,
        "allowed_actions": ["edit", "remove"],
    }
