"""Ten codes for the day the phone is lost: each works once, new ones void the old."""

import secrets
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import keys
from twiza.accounts.models import Account
from twiza.accounts.totp.models import RecoveryCode
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import NotFound

HOW_MANY = 10
# Without letters and digits that look alike on paper; ten of them are 49 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10


async def renew(session: AsyncSession, account_id: UUID) -> list[str]:
    """Ten fresh codes, shown this once; those from before stop working."""
    account = await lock(session, Account, account_id)
    if not account.has_totp:
        raise NotFound
    await forget(session, account_id)
    fresh = [_random() for _ in range(HOW_MANY)]
    session.add_all(RecoveryCode(account_id=account_id, digest=_digest(account_id, code)) for code in fresh)
    return fresh


async def use(session: AsyncSession, account_id: UUID, typed: str) -> bool:
    """Use a code up, if it is one of this account's that wasn't used yet."""
    used = await session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.digest == _digest(account_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return used.one_or_none() is not None


async def left(session: AsyncSession, account_id: UUID) -> int:
    """How many codes still work."""
    count = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return (await session.execute(count)).scalar_one()


async def forget(session: AsyncSession, account_id: UUID) -> None:
    """No recovery code of this account works any more."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _random() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def _digest(account_id: UUID, code: str) -> bytes:
    kept = "".join(char for char in code.lower() if char.isalnum())
    return keys.digest("recovery code", str(account_id), kept)
