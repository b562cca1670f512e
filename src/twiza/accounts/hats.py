"""The ways of taking part: adding one is one step, wearing another is one tap."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.events import HatAdded
from twiza.accounts.models import Account, Hat, HatKind
from twiza.kit.db import lock
from twiza.kit.errors import NotFound
from twiza.kit.events import record


async def add_hat(session: AsyncSession, account_id: UUID, kind: HatKind) -> Hat:
    """Take part in one more way and wear that hat now; adding it twice changes nothing."""
    account = await lock(session, Account, account_id)
    hat = await find(session, account_id, kind)
    if hat is None:
        hat = Hat(account_id=account_id, kind=kind, city_id=account.city_id)
        session.add(hat)
        record(session, HatAdded(account_id, kind))
    account.active_hat = kind
    await session.flush()
    return hat


async def wear(session: AsyncSession, account_id: UUID, kind: HatKind) -> None:
    """Wear another of one's hats; one that isn't there can't be worn."""
    account = await lock(session, Account, account_id)
    if await find(session, account_id, kind) is None:
        raise NotFound
    account.active_hat = kind


async def find(session: AsyncSession, account_id: UUID, kind: HatKind) -> Hat | None:
    """One hat of this account."""
    return await session.scalar(select(Hat).where(Hat.account_id == account_id, Hat.kind == kind))


async def worn(session: AsyncSession, account_id: UUID) -> list[Hat]:
    """All hats of this account, the oldest first."""
    return list(
        await session.scalars(select(Hat).where(Hat.account_id == account_id).order_by(Hat.created_at))
    )
