"""Which gigs somebody sees, and what they may do with one."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus
from twiza.gigs.models import Gig, GigStatus
from twiza.gigs.states import owner_verbs
from twiza.kit.db import lock
from twiza.kit.errors import NotFound

# What a client may do with a gig that is offered.
FOR_CLIENTS = ("order", "favour", "ask")


def seller_in_order() -> ColumnElement[bool]:
    """Of sellers who are banned, suspended or gone, nothing is shown; needs Account in the statement."""
    return and_(Account.status == AccountStatus.ACTIVE, Account.deleted_at.is_(None))


def shown() -> ColumnElement[bool]:
    """What the gig itself says about being seen by strangers."""
    return and_(Gig.status == GigStatus.PUBLISHED, Gig.deactivated_at.is_(None))


def offered() -> ColumnElement[bool]:
    """Whether strangers see it and may order it; needs Account joined as the seller."""
    return and_(shown(), seller_in_order())


def visible_to(account_id: UUID | None) -> ColumnElement[bool]:
    """What is offered, and one's own whatever its state; deleted ones are gone for all."""
    own = and_(Gig.freelancer_id == account_id, Gig.status != GigStatus.DELETED)
    return offered() if account_id is None else or_(own, offered())


def is_offered() -> ColumnElement[bool]:
    """The same as `offered`, for statements that don't join the seller."""
    seller = exists().where(Account.id == Gig.freelancer_id, seller_in_order())
    return and_(shown(), seller)


async def own(session: AsyncSession, gig_id: UUID, *, by: UUID) -> Gig:
    """The gig, locked, for its owner alone; for others it isn't there."""
    gig = await lock(session, Gig, gig_id)
    if gig.freelancer_id != by or gig.status is GigStatus.DELETED:
        raise NotFound
    return gig


def actions(
    freelancer_id: UUID, status: GigStatus, viewer_id: UUID | None, *, deactivated: bool
) -> list[str]:
    """What this viewer may do now: nobody orders from themselves, visitors sign in first."""
    if viewer_id == freelancer_id:
        return owner_verbs(status, deactivated=deactivated)
    is_on_offer = status is GigStatus.PUBLISHED and not deactivated
    return list(FOR_CLIENTS) if viewer_id and is_on_offer else []
