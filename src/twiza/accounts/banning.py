"""Bans: an administrator closes an account, with a reason its owner reads, and can open it again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit, sessions
from twiza.accounts.events import AccountBanned, AccountReinstated
from twiza.accounts.models import Account, AccountStatus, Permission
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

REASON_MISSING = N_("Give the reason: the person will read it.")
ALREADY_BANNED = N_("This account is already banned.")
NOT_BANNED = N_("This account isn’t banned.")


async def ban(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str) -> Account:
    """Close the account until an administrator decides otherwise; its sessions end at once."""
    if not reason.strip():
        raise Invalid({"reason": REASON_MISSING})
    admin = await access.admin_with(session, by, Permission.SUPPORT)
    account = await lock(session, Account, account_id)
    access.check_may_moderate(admin, account)
    if account.status is AccountStatus.BANNED:
        raise Conflict(ALREADY_BANNED, code="wrong_state")
    account.status, account.status_reason, account.status_until = AccountStatus.BANNED, reason.strip(), None
    sessions.end_all(session, account)
    await audit.write(session, by, "ban", "account", account.id, reason.strip())
    record(session, AccountBanned(account.id, by, reason.strip()))
    return account


async def unban(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str = "") -> Account:
    """Open the account again."""
    admin = await access.admin_with(session, by, Permission.SUPPORT)
    account = await lock(session, Account, account_id)
    access.check_may_moderate(admin, account)
    if account.status is not AccountStatus.BANNED:
        raise Conflict(NOT_BANNED, code="wrong_state")
    account.status, account.status_reason, account.status_until = AccountStatus.ACTIVE, None, None
    await audit.write(session, by, "unban", "account", account.id, reason.strip() or None)
    record(session, AccountReinstated(account.id))
    return account
