"""What somebody asks for: which work, where, at which hour, and whom; from an address or from a posted form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import FormData, QueryParams

from twiza.bookings.delays import MOST_PROS
from twiza.kit import clock, ids, moments
from twiza.profiles import CategoryItem, CityItem, categories, every_city
from twiza.pros.models import ProProfile, ProService

# More than may be asked, so that it is the domain that says how many.
_MOST_READ = 3 * MOST_PROS


@dataclass(frozen=True)
class Asked:
    """`anchor` is the pro somebody came from; `ticked` are those chosen, none as long as nobody has chosen."""

    city: CityItem
    category: CategoryItem
    anchor: UUID | None
    at: datetime | None
    urgent: bool
    ticked: Sequence[UUID] | None = None

    @property
    def chosen(self) -> Sequence[UUID]:
        """Whom to ask: those ticked; before anybody has ticked, the one they came from."""
        if self.ticked is not None:
            return self.ticked
        return [self.anchor] if self.anchor else []

    @property
    def at_text(self) -> str:
        """The hour as it travels in addresses and forms."""
        return moment_text(self.at) if self.at else ""


async def read(connection: AsyncConnection, given: QueryParams | FormData, *, ticked: bool) -> Asked | None:
    """What is asked for, or None when there is no such pro, place or work."""
    anchor = ids.parse(_text(given, "from") or (_text(given, "pro") if not ticked else ""))
    place = await _place(connection, anchor, _text(given, "city"), _text(given, "category"))
    if place is None:
        return None
    chosen = [found for each in given.getlist("pro")[:_MOST_READ] if (found := ids.parse(str(each)))]
    urgent = _text(given, "urgent") == "1"
    asked = Asked(*place, anchor, moment(_text(given, "at")), urgent)
    return replace(asked, ticked=chosen) if ticked else asked


def moment(text: str) -> datetime | None:
    """An hour as an address tells it; without an offset it is Casablanca's. A plus sign may have become a space."""
    return moments.read(text.strip().replace(" ", "+"), clock.CASABLANCA)


def moment_text(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


async def _place(
    connection: AsyncConnection, anchor: UUID | None, city: str, category: str
) -> tuple[CityItem, CategoryItem] | None:
    """Where and what: a pro's own city, and one of their services; without a pro both have to be named."""
    everywhere, works = await every_city(connection), await categories(connection)
    known = {str(item.id): item for item in works} | {item.slug: item for item in works}
    places = {str(item.id): item for item in everywhere} | {item.slug: item for item in everywhere}
    named, what = places.get(city), known.get(category)
    where = None if named is None or named.hidden else named
    if anchor is not None:
        offers = (
            select(ProProfile.city_id, ProService.category_id)
            .join(ProService, ProService.pro_id == ProProfile.account_id)
            .where(ProProfile.account_id == anchor, ProService.is_active)
            .order_by(ProService.id)
        )
        rows = (await connection.execute(offers)).all()
        offered = [row for row in rows if what is None or row.category_id == what.id]
        if not offered:
            return None
        where, what = places.get(str(offered[0].city_id)), known.get(str(offered[0].category_id))
    return (where, what) if where and what else None


def _text(given: QueryParams | FormData, name: str) -> str:
    value = given.get(name, "")
    return value if isinstance(value, str) else ""
