"""Who sees a pro, and who may be asked: conditions for statements that have Account and ProProfile joined."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus
from twiza.kit import clock
from twiza.kit.errors import NotFound
from twiza.pros.models import ProProfile


def in_order() -> ColumnElement[bool]:
    """Of people who are banned, suspended, gone or unreachable, nothing is shown."""
    return and_(
        Account.status == AccountStatus.ACTIVE,
        Account.deleted_at.is_(None),
        Account.phone_verified_at.is_not(None),
    )


def visible_to(viewer_id: UUID | None) -> ColumnElement[bool]:
    """Whose page is there: everybody's but suspended pros', and one's own whatever happened to it.

    Paused and hidden pros keep their page: former clients hold its address.
    """
    shown = and_(in_order(), ProProfile.suspended_at.is_(None))
    return shown if viewer_id is None else or_(shown, ProProfile.account_id == viewer_id)


def takes_bookings() -> ColumnElement[bool]:
    """Who may be asked for an hour: neither paused nor suspended. Hiding keeps out of lists only."""
    return and_(in_order(), ProProfile.suspended_at.is_(None), ProProfile.paused_at.is_(None))


def listed() -> ColumnElement[bool]:
    """Who stands in lists: whoever takes bookings and isn't hidden now."""
    visible = or_(ProProfile.hidden_until.is_(None), ProProfile.hidden_until <= clock.now())
    return and_(takes_bookings(), visible)


async def check_is_pro(session: AsyncSession, account_id: UUID) -> None:
    """Whoever isn't a pro has no hours, photos or services to look at."""
    there = select(ProProfile.account_id).where(ProProfile.account_id == account_id)
    if await session.scalar(there) is None:
        raise NotFound
