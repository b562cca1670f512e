"""Links in messages: single use, thirty minutes, kept as an HMAC."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import keys
from twiza.accounts.models import CodePurpose, Link
from twiza.kit import clock
from twiza.kit.errors import DomainError
from twiza.kit.i18n import N_

LIFE = timedelta(minutes=30)


class LinkSpent(DomainError):
    """A link that was used, replaced or has expired."""

    status = 410
    code = "link_spent"
    message = N_("This link has been used or has expired. Ask for a new one.")


async def issue(session: AsyncSession, account_id: UUID, *, purpose: CodePurpose, target: str) -> str:
    """The token of a fresh link; links made before it for the same purpose stop working."""
    await retire(session, account_id, purpose)
    token = secrets.token_urlsafe(32)
    session.add(
        Link(
            account_id=account_id,
            purpose=purpose,
            target=target,
            digest=_digest(token),
            expires_at=clock.now() + LIFE,
            created_at=clock.now(),
        )
    )
    await session.flush()
    return token


async def redeem(session: AsyncSession, token: str, *, purpose: CodePurpose) -> Link:
    """Use the link up; of two who follow it at once, one gets through."""
    used = await session.scalar(
        update(Link).where(*_living(token, purpose)).values(used_at=clock.now()).returning(Link)
    )
    if used is None:
        raise LinkSpent
    return used


async def is_living(session: AsyncSession, token: str, *, purpose: CodePurpose) -> bool:
    """Whether the link would work; looking at it, as mail scanners do, doesn't use it up."""
    return await session.scalar(select(Link.id).where(*_living(token, purpose))) is not None


async def retire(session: AsyncSession, account_id: UUID, purpose: CodePurpose) -> None:
    """Links sent before for this purpose no longer work."""
    await session.execute(
        update(Link)
        .where(Link.account_id == account_id, Link.purpose == purpose, Link.used_at.is_(None))
        .values(used_at=clock.now())
    )


def _living(token: str, purpose: CodePurpose) -> tuple[ColumnElement[bool], ...]:
    return (
        Link.digest == _digest(token),
        Link.purpose == purpose,
        Link.used_at.is_(None),
        Link.expires_at > clock.now(),
    )


def _digest(token: str) -> bytes:
    return keys.digest("link", token)
