"""Forms posted by people whose session had ended: kept for an hour, given back once they have signed in.

Browsers drop cookies that are over and forget them at sign-out; a mark that stays tells whose the forms are then.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import jwt, keys
from twiza.accounts.models import Account, KeptForm
from twiza.kit import clock, ids

LIFE = timedelta(hours=1)
LAST_HERE_LIFE = timedelta(days=90)
_MARK = "last-here+jwt"
_LARGEST = 100_000
_NEVER_KEPT = ("password", "code", "secret", "token")

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """What was posted, and where to."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


async def keep(
    session: AsyncSession, path: str, fields: Fields, *, had_files: bool, owner: UUID | None
) -> str | None:
    """Keep a form; returns the token by which its browser gets it back, or None when it is too large."""
    kept = [[name, value] for name, value in fields if not any(word in name.lower() for word in _NEVER_KEPT)]
    if sum(len(name) + len(value) for name, value in kept) > _LARGEST:
        return None
    token = secrets.token_urlsafe(32)
    session.add(
        KeptForm(
            digest=_digest(token),
            account_id=await session.scalar(select(Account.id).where(Account.id == owner)),
            path=path,
            fields=kept,
            had_files=had_files,
            expires_at=clock.now() + LIFE,
            created_at=clock.now(),
        )
    )
    return token


async def find(session: AsyncSession, token: str, viewer_id: UUID) -> Kept | None:
    """The form behind a token, unless it is over or was somebody else's: browsers are shared."""
    row = await session.scalar(
        select(KeptForm).where(
            KeptForm.digest == _digest(token),
            KeptForm.expires_at > clock.now(),
            or_(KeptForm.account_id.is_(None), KeptForm.account_id == viewer_id),
        )
    )
    if row is None:
        return None
    return Kept(row.path, tuple((name, value) for name, value in row.fields), row.had_files)


async def forget(session: AsyncSession, token: str) -> None:
    """The form was sent again, or isn't wanted any more."""
    await session.execute(delete(KeptForm).where(KeptForm.digest == _digest(token)))


def seal_last_here(account_id: UUID) -> str:
    """The mark a browser carries from then on: it opens nothing."""
    claims = {"sub": str(account_id), "exp": int((clock.now() + LAST_HERE_LIFE).timestamp())}
    return jwt.sign(claims, keys.derived_key("last here"), _MARK)


def last_here(mark: str | None) -> UUID | None:
    """Whose mark it is."""
    claims = jwt.read(mark, keys.derived_key("last here"), _MARK) if mark else None
    return ids.parse(str(claims["sub"])) if claims else None


def _digest(token: str) -> bytes:
    return keys.digest("kept form", token)
