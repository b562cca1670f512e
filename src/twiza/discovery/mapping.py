"""Every public profile, trade and gig, for the sitemap: in an order that doesn't change when one is added."""

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, func, literal, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account, AccountStatus, Hat, HatKind
from twiza.discovery.models import ProListing
from twiza.gigs.models import Gig, GigStatus
from twiza.profiles.places import Category, City

_PLACES = {HatKind.FREELANCER.value: "/freelancers", "pro": "/pro", "gig": "/gigs"}
_PRESENT = (
    Account.status == AccountStatus.ACTIVE,
    Account.deleted_at.is_(None),
    Account.phone_verified_at.is_not(None),
)
_PROFILES = (
    select(func.text(Hat.kind).label("kind"), Hat.account_id.label("subject"), Hat.id.label("place"))
    .join(Account, Account.id == Hat.account_id)
    .where(Hat.kind == HatKind.FREELANCER, *_PRESENT)
)
# Paused and hidden pros keep their page, but it is nothing to be found.
_PROS = (
    select(literal("pro").label("kind"), Hat.account_id.label("subject"), Hat.id.label("place"))
    .join(Account, Account.id == Hat.account_id)
    .where(
        Hat.kind == HatKind.PRO,
        exists(select(ProListing.pro_id).where(ProListing.pro_id == Hat.account_id)),
        *_PRESENT,
    )
)
# Pages of a trade that nobody in the city has say nothing.
_TRADES = (
    select(City.slug.label("city"), Category.slug.label("category"))
    .select_from(City)
    .join(Category, true())
    .where(
        exists(
            select(ProListing.pro_id).where(
                ProListing.city_id == City.id, ProListing.category_id == Category.id
            )
        ),
        Category.hidden.is_(False),
        City.hidden.is_(False),
    )
    .order_by(City.position, City.id, Category.position, Category.id)
)
_GIGS = (
    select(literal("gig").label("kind"), Gig.id.label("subject"), Gig.id.label("place"))
    .join(Account, Account.id == Gig.freelancer_id)
    .where(Gig.status == GigStatus.PUBLISHED, Gig.deactivated_at.is_(None), *_PRESENT)
)
_ALL = union_all(_PROFILES, _PROS, _GIGS).subquery()
_COUNT = select(func.count()).select_from(_ALL)
_SOME = (
    select(_ALL.c.kind, _ALL.c.subject)
    .order_by(_ALL.c.place, _ALL.c.kind)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


async def how_many(connection: AsyncConnection) -> int:
    """How many profiles and gigs strangers may see."""
    return (await connection.execute(_COUNT)).scalar_one()


async def paths(connection: AsyncConnection, *, limit: int, offset: int) -> Sequence[str]:
    """Where some of them are, the oldest first."""
    rows = await connection.execute(_SOME, {"limit": limit, "offset": offset})
    return [f"{_PLACES[kind]}/{subject}" for kind, subject in rows]


async def trades(connection: AsyncConnection) -> Sequence[str]:
    """The pages of trades that somebody in the city has."""
    rows = await connection.execute(_TRADES)
    return [f"/pros/{row.city}/{row.category}" for row in rows]
