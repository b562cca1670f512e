"""The identities of one account: which providers are connected, and which may be let go."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, SocialIdentity
from twiza.accounts.social import providers
from twiza.accounts.social.events import IdentityUnlinked
from twiza.accounts.social.failing import LastWayIn
from twiza.kit.db import lock
from twiza.kit.errors import NotFound
from twiza.kit.events import record


@dataclass(frozen=True)
class Connection:
    """One provider as the settings show it."""

    key: str
    name: str
    is_on: bool
    is_connected: bool
    email: str | None
    may_unlink: bool


async def of_account(session: AsyncSession, account: Account) -> list[Connection]:
    """Every provider that is on, or still connected."""
    identities = await _identities(session, account.id)
    shown: list[Connection] = []
    for provider in providers.ALL:
        own = [one for one in identities if one.issuer == provider.issuer()]
        if not (own or provider.is_on):
            continue
        remains = _opens_by_password(account) or len(own) < len(identities)
        shown.append(
            Connection(
                provider.key,
                provider.name,
                provider.is_on,
                is_connected=bool(own),
                email=next((one.email for one in own if one.email), None),
                may_unlink=bool(own) and remains,
            )
        )
    return shown


async def unlink(session: AsyncSession, account_id: UUID, key: str) -> None:
    """Let a provider go, unless nothing else would open the account."""
    provider = next((one for one in providers.ALL if one.key == key), None)
    if provider is None:
        raise NotFound
    account = await lock(session, Account, account_id)
    identities = await _identities(session, account_id)
    own = [one.id for one in identities if one.issuer == provider.issuer()]
    if not own:
        raise NotFound
    if not _opens_by_password(account) and len(own) == len(identities):
        raise LastWayIn
    await session.execute(delete(SocialIdentity).where(SocialIdentity.id.in_(own)))
    record(session, IdentityUnlinked(account_id, key))


def _opens_by_password(account: Account) -> bool:
    return account.password_hash is not None and (account.phone_verified or account.email_verified)


async def _identities(session: AsyncSession, account_id: UUID) -> Sequence[SocialIdentity]:
    found = await session.scalars(select(SocialIdentity).where(SocialIdentity.account_id == account_id))
    return found.all()
