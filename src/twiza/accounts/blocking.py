"""People decide whom they don't want to hear from; the other is told only when they try to write."""

from uuid import UUID

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from twiza.accounts.models import Account, Block
from twiza.kit import clock
from twiza.kit.errors import Conflict, NotFound
from twiza.kit.i18n import N_

ONESELF = N_("You can’t block yourself.")
_ONE, _TWO = bindparam("one"), bindparam("two")
_BETWEEN = select(Block.blocker_id).where(
    or_(
        and_(Block.blocker_id == _ONE, Block.blocked_id == _TWO),
        and_(Block.blocker_id == _TWO, Block.blocked_id == _ONE),
    )
)


async def block(session: AsyncSession, account_id: UUID, *, by: UUID) -> None:
    """Hear no more from this person; done twice it is done once."""
    if account_id == by:
        raise Conflict(ONESELF, code="own_account")
    if await session.scalar(select(Account.id).where(Account.id == account_id)) is None:
        raise NotFound
    made = insert(Block).values(blocker_id=by, blocked_id=account_id, created_at=clock.now())
    await session.execute(made.on_conflict_do_nothing())


async def unblock(session: AsyncSession, account_id: UUID, *, by: UUID) -> None:
    """Let this person write again."""
    await session.execute(delete(Block).where(Block.blocker_id == by, Block.blocked_id == account_id))


async def blockers(reader: AsyncConnection | AsyncSession, one: UUID, two: UUID) -> frozenset[UUID]:
    """Who of the two has blocked the other."""
    return frozenset((await reader.execute(_BETWEEN, {"one": one, "two": two})).scalars().all())
