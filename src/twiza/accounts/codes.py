"""Six-digit codes: five minutes, five tries, kept as an HMAC."""

import hmac
import re
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import keys
from twiza.accounts.models import Code, CodePurpose
from twiza.kit import clock, ids
from twiza.kit.db import unit_of_work
from twiza.kit.errors import Invalid
from twiza.kit.i18n import N_, digits

LIFE = timedelta(minutes=5)
TRIES = 5
LENGTH = 6

MISSING = N_("Enter the six digits of the code.")
WRONG = N_("This isn’t the code we sent. Check the last message and try again.")
SPENT = N_("This code no longer works. Ask for a new one.")


async def issue(
    session: AsyncSession, holder: UUID, *, account_id: UUID | None, purpose: CodePurpose, target: str
) -> str:
    """A fresh code for this holder; those made before it stop working. Without an account it is a decoy."""
    await retire(session, holder, purpose)
    code = f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"
    row = ids.new()
    session.add(
        Code(
            id=row,
            holder=holder,
            account_id=account_id,
            purpose=purpose,
            target=target,
            digest=_digest(row, code),
            expires_at=clock.now() + LIFE,
            created_at=clock.now(),
        )
    )
    await session.flush()
    return code


async def redeem(
    session: AsyncSession, holder: UUID, *, purpose: CodePurpose, code: str, field: str = "code"
) -> Code:
    """Use the holder's code up, or refuse with Invalid; call it before anything else in the transaction."""
    typed = re.sub(r"\D", "", digits(code))
    if len(typed) != LENGTH:
        raise Invalid({field: MISSING})
    tried = await _take_a_try(holder, purpose)
    if tried is None:
        raise Invalid({field: SPENT})
    row, digest = tried
    if not hmac.compare_digest(digest, _digest(row, typed)):
        raise Invalid({field: WRONG})
    used = await session.scalar(
        update(Code)
        .where(Code.id == row, Code.used_at.is_(None), Code.account_id.is_not(None))
        .values(used_at=clock.now())
        .returning(Code)
    )
    if used is None:
        raise Invalid({field: SPENT})
    return used


async def retire(session: AsyncSession, holder: UUID, purpose: CodePurpose) -> None:
    """What was sent to this holder before no longer works."""
    await session.execute(
        update(Code)
        .where(Code.holder == holder, Code.purpose == purpose, Code.used_at.is_(None))
        .values(used_at=clock.now())
    )


async def _take_a_try(holder: UUID, purpose: CodePurpose) -> tuple[UUID, bytes] | None:
    """Spend one try of the living code, in a transaction of its own: a refusal must not give the try back."""
    now = clock.now()
    living = (
        select(Code.id)
        .where(Code.holder == holder, Code.purpose == purpose, Code.used_at.is_(None), Code.expires_at > now)
        .order_by(Code.created_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    async with unit_of_work() as own:
        spent = await own.execute(
            update(Code)
            .where(Code.id == living, Code.tries < TRIES)
            .values(tries=Code.tries + 1)
            .returning(Code.id, Code.digest)
        )
        found = spent.one_or_none()
    return (found.id, found.digest) if found else None


def _digest(row: UUID, code: str) -> bytes:
    return keys.digest("code", str(row), code)
