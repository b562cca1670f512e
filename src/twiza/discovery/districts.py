"""The neighbourhoods of a city, to choose from."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.pros.models import Neighbourhood
from twiza.pros.shown import PlaceShown

_OF_CITY = (
    select(
        Neighbourhood.id,
        Neighbourhood.slug,
        Neighbourhood.name_fr,
        Neighbourhood.name_ar,
        Neighbourhood.name_en,
    )
    .where(Neighbourhood.city_id == bindparam("city"), Neighbourhood.hidden.is_(False))
    .order_by(Neighbourhood.position, Neighbourhood.id)
)


async def neighbourhoods(connection: AsyncConnection, city_id: UUID) -> Sequence[PlaceShown]:
    """In the order the house prefers."""
    rows = await connection.execute(_OF_CITY, {"city": city_id})
    return [
        PlaceShown(row.id, row.slug, {"fr": row.name_fr, "ar": row.name_ar, "en": row.name_en})
        for row in rows
    ]
