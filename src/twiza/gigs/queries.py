"""Reads of gigs: one whole, cards of some, the owner's list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.gigs import access, cards, whole
from twiza.gigs.cards import GigCard
from twiza.gigs.covers import cover_url
from twiza.gigs.models import Favourite, Gig, GigDay, GigStatus
from twiza.gigs.states import owner_verbs
from twiza.gigs.whole import Reading, WholeGig
from twiza.kit import clock
from twiza.kit.i18n import language

OF_SELLER = 24
FAVOURITES = 60
_A_MONTH = timedelta(days=30)


async def offered(reader: Reading, gig_id: UUID) -> WholeGig | None:
    """A gig that strangers see and may order, as they see it, or None."""
    found = await whole.read(reader, gig_id, access.offered())
    return found.shielded() if found else None


async def visible(reader: Reading, gig_id: UUID, viewer_id: UUID | None) -> WholeGig | None:
    """What is offered, and one's own in any state but deleted; only one's own shows phone numbers."""
    found = await whole.read(reader, gig_id, access.visible_to(viewer_id))
    return found.shielded() if found and found.freelancer_id != viewer_id else found


async def own(reader: Reading, gig_id: UUID, account_id: UUID) -> WholeGig | None:
    """One's own gig, to be edited."""
    mine = (Gig.freelancer_id == account_id) & (Gig.status != GigStatus.DELETED)
    return await whole.read(reader, gig_id, mine)


async def title(reader: Reading, gig_id: UUID) -> str:
    """How a gig is called; nothing when there is none."""
    return (await reader.execute(select(Gig.title).where(Gig.id == gig_id))).scalar_one_or_none() or ""


async def of_seller(
    connection: AsyncConnection, account_id: UUID, *, without: UUID | None = None
) -> Sequence[GigCard]:
    """What one freelancer offers, the newest first."""
    statement = cards.selected(language.get()).where(access.offered(), Gig.freelancer_id == account_id)
    if without:
        statement = statement.where(Gig.id != without)
    rows = await connection.execute(statement.order_by(Gig.id.desc()).limit(literal_column(str(OF_SELLER))))
    return [cards.card(row) for row in rows.all()]


async def favourites(connection: AsyncConnection, account_id: UUID) -> Sequence[GigCard]:
    """What somebody keeps and can still order, the latest kept first."""
    statement = (
        cards.selected(language.get())
        .join(Favourite, Favourite.gig_id == Gig.id)
        .where(Favourite.account_id == account_id, access.offered())
        .order_by(Favourite.created_at.desc(), Gig.id)
        .limit(literal_column(str(FAVOURITES)))
    )
    return [cards.card(row, saved=True) for row in (await connection.execute(statement)).all()]


async def kept(
    connection: AsyncConnection, account_id: UUID | None, gig_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Which of these gigs this person keeps."""
    if account_id is None or not gig_ids:
        return frozenset()
    chosen = (Favourite.account_id == account_id, Favourite.gig_id.in_(gig_ids))
    return frozenset((await connection.scalars(select(Favourite.gig_id).where(*chosen))).all())


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A gig in its owner's list."""

    id: UUID
    title: str
    language: str
    cover_url: str
    status: GigStatus
    deactivated: bool
    deactivated_reason: str | None
    price: int | None
    views: int
    views_lately: int
    orders_count: int
    rating: float | None
    rating_count: int
    actions: Sequence[str]


_LATELY = (
    select(func.coalesce(func.sum(GigDay.views), 0))
    .where(GigDay.gig_id == Gig.id, GigDay.day > bindparam("since"))
    .scalar_subquery()
)
_OWN: Select[*tuple[Any, ...]] = (
    select(
        Gig.id,
        Gig.title,
        Gig.language,
        Gig.cover,
        Gig.status,
        Gig.deactivated_at,
        Gig.deactivated_reason,
        Gig.price,
        Gig.views,
        Gig.orders_count,
        Gig.rating_sum,
        Gig.rating_count,
        _LATELY.label("lately"),
    )
    .where(Gig.freelancer_id == bindparam("account"), Gig.status != GigStatus.DELETED)
    .order_by(Gig.id.desc())
)


async def own_lines(reader: Reading, account_id: UUID) -> Sequence[OwnLine]:
    """All gigs of a freelancer, the newest first, with the views of the last thirty days."""
    since = clock.local(clock.now() - _A_MONTH).date()
    rows = (await reader.execute(_OWN, {"account": account_id, "since": since})).all()
    return [_line(row) for row in rows]


def _line(row: Row[Any]) -> OwnLine:
    is_off = row.deactivated_at is not None
    return OwnLine(
        id=row.id,
        title=row.title,
        language=row.language,
        cover_url=cover_url(row.cover),
        status=row.status,
        deactivated=is_off,
        deactivated_reason=row.deactivated_reason,
        price=row.price,
        views=row.views,
        views_lately=row.lately,
        orders_count=row.orders_count,
        rating=row.rating_sum / row.rating_count if row.rating_count else None,
        rating_count=row.rating_count,
        actions=owner_verbs(row.status, deactivated=is_off),
    )
