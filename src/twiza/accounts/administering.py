"""Who administers: the flag and its permissions are given by an owner, or from the command line."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit, sessions
from twiza.accounts.events import AdminGranted, AdminRevoked
from twiza.accounts.models import Account, Permission
from twiza.kit.db import lock
from twiza.kit.events import record


async def grant_admin(
    session: AsyncSession,
    account_id: UUID,
    permissions: Iterable[Permission],
    *,
    by: UUID | None = None,
    reason: str = "",
) -> Account:
    """Make an administrator, or change what one looks after; without `by` it is whoever runs the server."""
    if by:
        await access.admin_with(session, by, Permission.OWNER)
    account = await lock(session, Account, account_id)
    account.is_admin, account.permissions = True, sorted({str(one) for one in permissions})
    await _note(session, account, "grant-admin", by, reason)
    record(session, AdminGranted(account.id))
    return account


async def revoke_admin(
    session: AsyncSession, account_id: UUID, *, by: UUID | None = None, reason: str = ""
) -> Account:
    """Take the flag and all permissions away; the person's sessions end at once."""
    admin = await access.admin_with(session, by, Permission.OWNER) if by else None
    account = await lock(session, Account, account_id)
    if admin:
        access.check_may_moderate(admin, account)
    account.is_admin, account.permissions = False, []
    sessions.end_all(session, account)
    await _note(session, account, "revoke-admin", by, reason)
    record(session, AdminRevoked(account.id))
    return account


async def _note(session: AsyncSession, account: Account, verb: str, by: UUID | None, reason: str) -> None:
    details = {"permissions": account.permissions, "from": "page" if by else "command line"}
    await audit.write(session, by or account.id, verb, "account", account.id, reason.strip() or None, details)
