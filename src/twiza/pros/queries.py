"""Reads of pros: as everybody sees one (never the number), and their free hours."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account, Hat, HatKind
from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.profiles.places import Category, City
from twiza.pros import access, plan
from twiza.pros.models import (
    Neighbourhood,
    ProNeighbourhood,
    ProPhoto,
    ProProfile,
    ProService,
)
from twiza.pros.shown import Names, PhotoShown, PlaceShown, ProShown, ServiceShown
from twiza.pros.slots import DayOfSlots, free_at, is_open, next_free, week_of_slots

Reading: TypeAlias = AsyncConnection | AsyncSession
_PRO = bindparam("pro")
__all__ = [
    "DayOfSlots",
    "free_at",
    "is_open",
    "neighbourhoods_of",
    "next_free",
    "services_of",
    "shown",
    "week_of_slots",
]


_SHOWN: Select[*tuple[Any, ...]] = (
    select(
        Account.id, Account.first_name, Account.last_name, Account.avatar, Account.identity_verified_at,
        ProProfile.bio, ProProfile.city_id, ProProfile.call_out_fee, ProProfile.call_out_includes,
        ProProfile.min_notice_hours, ProProfile.takes_urgent, ProProfile.paused_at, ProProfile.suspended_at,
        ProProfile.premium_until, ProProfile.created_at,
        City.slug.label("city"), City.name_fr, City.name_ar, City.name_en,
        func.coalesce(Hat.headline, "").label("headline"), func.coalesce(Hat.rating_sum, 0).label("rating_sum"),
        func.coalesce(Hat.rating_count, 0).label("rating_count"), func.coalesce(Hat.completed, 0).label("completed"),
    )
    .join(Account, Account.id == ProProfile.account_id)
    .join(City, City.id == ProProfile.city_id)
    .outerjoin(Hat, (Hat.account_id == ProProfile.account_id) & (Hat.kind == HatKind.PRO))
    .where(ProProfile.account_id == _PRO)
)  # fmt: skip
_SERVICES: Select[*tuple[Any, ...]] = (
    select(
        ProService.id, ProService.category_id, Category.slug, Category.icon,
        Category.name_fr, Category.name_ar, Category.name_en,
        ProService.is_active, ProService.pricing_type, ProService.min_price, ProService.max_price,
        ProService.fixed_price, ProService.boosted_until,
    )
    .join(Category, Category.id == ProService.category_id)
    .where(ProService.pro_id == _PRO)
    .order_by(ProService.id)
)  # fmt: skip
_PLACES = (
    select(
        Neighbourhood.id, Neighbourhood.slug,
        Neighbourhood.name_fr, Neighbourhood.name_ar, Neighbourhood.name_en,
    )
    .join(ProNeighbourhood, ProNeighbourhood.neighbourhood_id == Neighbourhood.id)
    .where(ProNeighbourhood.pro_id == _PRO)
    .order_by(Neighbourhood.position, Neighbourhood.id)
)  # fmt: skip
_PHOTOS = (
    select(ProPhoto.id, ProPhoto.name, ProPhoto.description)
    .where(ProPhoto.pro_id == _PRO)
    .order_by(ProPhoto.position, ProPhoto.id)
)


async def shown(reader: Reading, pro_id: UUID, viewer_id: UUID | None = None) -> ProShown | None:
    """A pro's page, or None when this viewer may not see it; what isn't on offer or beyond the plan is the pro's own."""
    own = viewer_id == pro_id
    statement = _SHOWN.where(access.visible_to(viewer_id))
    row = (await reader.execute(statement, {"pro": pro_id})).one_or_none()
    if row is None:
        return None
    say = _as_typed if own else masked
    services = [one for one in await services_of(reader, pro_id) if one.is_active or own]
    rows = await reader.execute(_PHOTOS, {"pro": pro_id})
    photos = [PhotoShown(one.id, one.name, say(one.description)) for one in rows]
    return ProShown(
        id=row.id,
        name=f"{row.first_name} {row.last_name[:1]}." if row.last_name else row.first_name,
        initials=(row.first_name[:1] + row.last_name[:1]).upper(),
        avatar_url=avatar_url(row.avatar),
        headline=say(row.headline),
        bio=say(row.bio),
        city_id=row.city_id,
        city=row.city,
        city_names=_names(row),
        neighbourhoods=await neighbourhoods_of(reader, pro_id),
        services=services,
        photos=photos if own else photos[: plan.allowed(row.premium_until).photos],
        call_out_fee=row.call_out_fee,
        call_out_includes=say(row.call_out_includes),
        min_notice_hours=row.min_notice_hours,
        takes_urgent=row.takes_urgent,
        verified=row.identity_verified_at is not None,
        premium=plan.is_premium(row.premium_until),
        paused=row.paused_at is not None,
        suspended=row.suspended_at is not None,
        rating=row.rating_sum / row.rating_count if row.rating_count else None,
        reviews=row.rating_count,
        completed=row.completed,
        since=row.created_at,
    )


async def services_of(reader: Reading, pro_id: UUID) -> Sequence[ServiceShown]:
    """All services, the oldest first."""
    rows = await reader.execute(_SERVICES, {"pro": pro_id})
    return [
        ServiceShown(
            row.id, row.category_id, row.slug, row.icon, _names(row), row.is_active, row.pricing_type,
            row.min_price, row.max_price, row.fixed_price, row.boosted_until,
        )
        for row in rows
    ]  # fmt: skip


async def neighbourhoods_of(reader: Reading, pro_id: UUID) -> Sequence[PlaceShown]:
    """Where the pro goes; nothing means the whole city."""
    rows = await reader.execute(_PLACES, {"pro": pro_id})
    return [PlaceShown(row.id, row.slug, _names(row)) for row in rows]


def _as_typed(text: str) -> str:
    return text


def _names(row: Any) -> Names:
    return {"fr": row.name_fr, "ar": row.name_ar, "en": row.name_en}
