"""Reads of accounts: statements are built once, values bound at each call."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, AccountStatus, Hat
from twiza.accounts.viewer import Viewer
from twiza.kit import direct

_ACCOUNT = bindparam("account")
_WORN = select(Hat.kind).where(Hat.account_id == Account.id).order_by(Hat.created_at).scalar_subquery()
_VIEWER = select(
    Account.first_name,
    Account.last_name,
    Account.email,
    Account.active_hat,
    func.array(_WORN, type_=ARRAY(Hat.kind.type)).label("hats"),
    Account.is_admin,
    Account.permissions,
    Account.avatar,
    Account.language,
    Account.phone_verified_at,
    Account.email_verified_at,
    Account.totp_confirmed_at,
    Account.token_version,
).where(Account.id == _ACCOUNT, Account.status == AccountStatus.ACTIVE, Account.deleted_at.is_(None))
_BY_PHONE = select(Account).where(Account.phone == bindparam("phone"), Account.phone_verified_at.is_not(None))
_BY_EMAIL = select(Account).where(Account.email == bindparam("email"), Account.email_verified_at.is_not(None))
_LATEST_UNVERIFIED = (
    select(Account)
    .where(
        Account.phone == bindparam("phone"), Account.phone_verified_at.is_(None), Account.deleted_at.is_(None)
    )
    .order_by(Account.created_at.desc())
    .limit(1)
)


async def viewer(account_id: UUID, *, auth_time: datetime) -> Viewer | None:
    """The account as a viewer, if it may be one at all; asked before whatever a signed-in person does."""
    found = await direct.alone(_VIEWER, {"account": account_id})
    if not found:
        return None
    row = found[0]
    return Viewer(
        id=account_id,
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        hat=row.active_hat,
        hats=tuple(row.hats),
        is_admin=row.is_admin,
        permissions=frozenset(row.permissions),
        avatar_url=avatar_url(row.avatar),
        language=row.language,
        phone_verified=row.phone_verified_at is not None,
        email_verified=row.email_verified_at is not None,
        has_totp=row.totp_confirmed_at is not None,
        version=row.token_version,
        auth_time=auth_time,
    )


def avatar_url(avatar: str | None) -> str | None:
    """Where the picture is: a static one by its path, an uploaded one under /media."""
    if not avatar:
        return None
    return avatar if avatar.startswith("/") else f"/media/{avatar}"


async def owner_of_phone(session: AsyncSession, phone: str) -> Account | None:
    """The account that proved this number."""
    return (await session.execute(_BY_PHONE, {"phone": phone})).scalar_one_or_none()


async def owner_of_email(session: AsyncSession, email: str) -> Account | None:
    """The account that proved this address."""
    return (await session.execute(_BY_EMAIL, {"email": email})).scalar_one_or_none()


async def latest_unverified(session: AsyncSession, phone: str) -> Account | None:
    """The newest account that claims this number without having proved it."""
    return (await session.execute(_LATEST_UNVERIFIED, {"phone": phone})).scalar_one_or_none()


async def own(session: AsyncSession, account_id: UUID) -> Account:
    """One's own account, for one's own pages."""
    return await session.get_one(Account, account_id)
