"""Reading reviews: of a gig, about a person, of one order; whatever isn't public stays with its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from twiza.accounts.models import Account, HatKind
from twiza.accounts.queries import avatar_url
from twiza.accounts.shielding import masked
from twiza.reviews.access import visible_to
from twiza.reviews.models import Review

PAGE = 10
_Reviewer, _Reviewee = aliased(Account), aliased(Account)


@dataclass(frozen=True, slots=True)
class Read:
    """A review as pages and the API show it; people by their public names."""

    id: UUID
    order_id: UUID | None
    booking_id: UUID | None
    gig_id: UUID | None
    reviewer_id: UUID
    reviewer: str
    reviewer_initials: str
    reviewer_avatar: str | None
    reviewee_id: UUID
    reviewee: str
    reviewee_hat: HatKind
    rating: int
    text: str
    language: str
    is_public: bool
    public_at: datetime
    answer: str
    answered_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some reviews, and where the older ones begin."""

    reviews: Sequence[Read]
    next: UUID | None


_READ: Select[*tuple[Any, ...]] = (
    select(
        Review,
        _Reviewer.first_name.label("first"),
        func.left(_Reviewer.last_name, 1).label("initial"),
        _Reviewer.avatar,
        _Reviewee.first_name.label("about_first"),
        func.left(_Reviewee.last_name, 1).label("about_initial"),
    )
    .join(_Reviewer, _Reviewer.id == Review.reviewer_id)
    .join(_Reviewee, _Reviewee.id == Review.reviewee_id)
)
_NEWEST = _READ.where(Review.counted.is_(True)).order_by(Review.id.desc())
_ABOUT = _NEWEST.where(Review.reviewee_id == bindparam("account"), Review.reviewee_hat == bindparam("hat"))
_OF_GIG = _NEWEST.where(Review.gig_id == bindparam("gig"))
_SPREAD = (
    select(Review.rating, func.count())
    .where(
        Review.counted.is_(True),
        Review.reviewee_id == bindparam("account"),
        Review.reviewee_hat == bindparam("hat"),
    )
    .group_by(Review.rating)
)


async def about(
    connection: AsyncConnection, account_id: UUID, hat: HatKind, *, after: UUID | None = None
) -> Page:
    """What is said of a person wearing a hat, the newest first."""
    return await _page(connection, _ABOUT, {"account": account_id, "hat": hat}, after)


async def of_gig(connection: AsyncConnection, gig_id: UUID, *, after: UUID | None = None) -> Page:
    """What is said of a gig, the newest first."""
    return await _page(connection, _OF_GIG, {"gig": gig_id}, after)


async def of_order(connection: AsyncConnection, order_id: UUID, viewer_id: UUID) -> Sequence[Read]:
    """What is said of an order, as far as this viewer may read it."""
    statement = _READ.where(Review.order_id == order_id, visible_to(viewer_id)).order_by(Review.id)
    return [_read(row) for row in (await connection.execute(statement)).all()]


async def of_booking(connection: AsyncConnection, booking_id: UUID) -> Read | None:
    """What the client said of a visit."""
    row = (await connection.execute(_READ.where(Review.booking_id == booking_id))).one_or_none()
    return _read(row) if row else None


async def one(connection: AsyncConnection, review_id: UUID, viewer_id: UUID | None) -> Read | None:
    """One review, or None when this viewer may not read it."""
    statement = _READ.where(Review.id == review_id, visible_to(viewer_id))
    row = (await connection.execute(statement)).one_or_none()
    return _read(row) if row else None


async def spread(connection: AsyncConnection, account_id: UUID, hat: HatKind) -> dict[int, int]:
    """How many reviews of each number of stars, from five down to one."""
    rows = (await connection.execute(_SPREAD, {"account": account_id, "hat": hat})).all()
    counted = {row[0]: row[1] for row in rows}
    return {stars: counted.get(stars, 0) for stars in range(5, 0, -1)}


async def _page(
    connection: AsyncConnection,
    statement: Select[*tuple[Any, ...]],
    values: dict[str, Any],
    after: UUID | None,
) -> Page:
    if after is not None:
        statement = statement.where(Review.id < bindparam("after"))
        values = {**values, "after": after}
    rows = (await connection.execute(statement.limit(literal_column(str(PAGE + 1))), values)).all()
    found = [_read(row) for row in rows[:PAGE]]
    return Page(found, found[-1].id if len(rows) > PAGE else None)


def _read(row: Row[*tuple[Any, ...]]) -> Read:
    return Read(
        id=row.id,
        order_id=row.order_id,
        booking_id=row.booking_id,
        gig_id=row.gig_id,
        reviewer_id=row.reviewer_id,
        reviewer=_public(row.first, row.initial),
        reviewer_initials=(row.first[:1] + row.initial).upper(),
        reviewer_avatar=avatar_url(row.avatar),
        reviewee_id=row.reviewee_id,
        reviewee=_public(row.about_first, row.about_initial),
        reviewee_hat=row.reviewee_hat,
        rating=row.rating,
        text=masked(row.text),
        language=row.language,
        is_public=row.counted,
        public_at=row.public_at,
        answer=masked(row.answer),
        answered_at=row.answered_at,
        created_at=row.created_at,
    )


def _public(first: str, initial: str) -> str:
    return f"{first} {initial}." if initial else first
