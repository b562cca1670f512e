"""A person's picture: redrawn without what the camera wrote into it, the one before it erased."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import storage
from twiza.kit.db import lock
from twiza.kit.storage.links import media_name

_WIDTH = 96
_LARGE = 384


async def change_picture(session: AsyncSession, account_id: UUID, picture: storage.Upload) -> None:
    """Show this picture from now on."""
    # The store is asked before the row is locked: nobody waits for a slow disk.
    row = await storage.put_image(
        session, picture, owner=account_id, widths=(_WIDTH, _LARGE), square=True, field="picture"
    )
    account = await lock(session, Account, account_id)
    await _erase(session, account)
    account.avatar = media_name(row.key, _WIDTH)


async def remove_picture(session: AsyncSession, account_id: UUID) -> None:
    """Back to the initials."""
    account = await lock(session, Account, account_id)
    await _erase(session, account)
    account.avatar = None


async def _erase(session: AsyncSession, account: Account) -> None:
    """Demo pictures are part of the program and stay."""
    if account.avatar is None or account.avatar.startswith("/"):
        return
    key = account.avatar.removesuffix(f"-{_WIDTH}.webp") + ".webp"
    row = await session.scalar(select(storage.FileRow).where(storage.FileRow.key == key))
    if row is not None:
        await storage.erase(session, row.id)
