"""Suspensions: an account rests until a date, or until an administrator lifts it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit, sessions
from twiza.accounts.banning import REASON_MISSING
from twiza.accounts.events import AccountReinstated, AccountSuspended
from twiza.accounts.models import Account, AccountStatus, Permission
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

NOT_ACTIVE = N_("Only an active account can be suspended.")
NOT_SUSPENDED = N_("This account isn’t suspended.")
IN_THE_PAST = N_("Choose an end in the future.")


async def suspend(
    session: AsyncSession,
    account_id: UUID,
    *,
    reason: str,
    until: datetime | None = None,
    by: UUID | None = None,
) -> Account:
    """Close the account for a while; without `by` it is the clock or a rule that acts."""
    if not reason.strip():
        raise Invalid({"reason": REASON_MISSING})
    if until is not None and until <= clock.now():
        raise Invalid({"until": IN_THE_PAST})
    admin = await access.admin_with(session, by, Permission.SUPPORT) if by else None
    account = await lock(session, Account, account_id)
    if admin:
        access.check_may_moderate(admin, account)
    if account.status is not AccountStatus.ACTIVE:
        raise Conflict(NOT_ACTIVE, code="wrong_state")
    account.status, account.status_reason, account.status_until = (
        AccountStatus.SUSPENDED,
        reason.strip(),
        until,
    )
    sessions.end_all(session, account)
    if by:
        details = {"until": until.isoformat() if until else None}
        await audit.write(session, by, "suspend", "account", account.id, reason.strip(), details)
    record(session, AccountSuspended(account.id, reason.strip(), until))
    return account


async def lift_suspension(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str = "") -> Account:
    """An administrator ends a suspension early."""
    admin = await access.admin_with(session, by, Permission.SUPPORT)
    account = await lock(session, Account, account_id)
    access.check_may_moderate(admin, account)
    if account.status is not AccountStatus.SUSPENDED:
        raise Conflict(NOT_SUSPENDED, code="wrong_state")
    _reinstate(session, account)
    await audit.write(session, by, "lift-suspension", "account", account.id, reason.strip() or None)
    return account


async def lift_if_over(session: AsyncSession, account_id: UUID) -> Account:
    """The account as it stands now: a suspension whose end has passed is lifted."""
    account = await lock(session, Account, account_id)
    if (
        account.status is AccountStatus.SUSPENDED
        and account.status_until
        and account.status_until <= clock.now()
    ):
        _reinstate(session, account)
    return account


async def lift_ended_suspensions(session: AsyncSession) -> int:
    """The clock reinstates everybody whose suspension has ended; returns how many."""
    ended = await session.scalars(
        select(Account.id)
        .where(Account.status == AccountStatus.SUSPENDED, Account.status_until <= clock.now())
        .order_by(Account.id)
    )
    accounts = [await lift_if_over(session, account_id) for account_id in ended.all()]
    return len(accounts)


def _reinstate(session: AsyncSession, account: Account) -> None:
    account.status, account.status_reason, account.status_until = AccountStatus.ACTIVE, None, None
    record(session, AccountReinstated(account.id))
