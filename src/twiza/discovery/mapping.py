"""Every public profile, for the sitemap: in an order that doesn't change when somebody joins."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from twiza.accounts.models import Account, AccountStatus, Hat, HatKind

_PLACES = {HatKind.FREELANCER: "/freelancers", HatKind.PRO: "/pro"}
_PUBLIC = (
    Hat.kind.in_(_PLACES),
    Account.status == AccountStatus.ACTIVE,
    Account.deleted_at.is_(None),
    Account.phone_verified_at.is_not(None),
)
_COUNT = select(func.count()).select_from(Hat).join(Account, Account.id == Hat.account_id).where(*_PUBLIC)
_SOME = (
    select(Hat.kind, Hat.account_id)
    .join(Account, Account.id == Hat.account_id)
    .where(*_PUBLIC)
    .order_by(Hat.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


async def how_many(connection: AsyncConnection) -> int:
    """How many profiles strangers may see."""
    return (await connection.execute(_COUNT)).scalar_one()


async def paths(connection: AsyncConnection, *, limit: int, offset: int) -> Sequence[str]:
    """Where some of them are, the oldest first."""
    rows = await connection.execute(_SOME, {"limit": limit, "offset": offset})
    return [f"{_PLACES[kind]}/{account_id}" for kind, account_id in rows]
