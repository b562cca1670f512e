"""An administrator vouches for a phone or an email that its owner can't verify alone."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit, queries
from twiza.accounts.events import EmailVerified, PhoneVerified
from twiza.accounts.models import Account, Permission
from twiza.accounts.verifying import EMAIL_TAKEN, PHONE_TAKEN
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

HOW_MISSING = N_("Say how you made sure: it stays in the audit log.")
NOTHING_TO_VERIFY = N_("There is nothing left to verify.")


async def vouch_for_phone(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str) -> None:
    """The number counts as verified from now on, unless it is already somebody's."""
    account = await _checked(session, account_id, by, reason)
    if account.phone is None or account.phone_verified:
        raise Conflict(NOTHING_TO_VERIFY, code="wrong_state")
    await _queue_up(session, account.phone)
    if await queries.owner_of_phone(session, account.phone):
        raise Conflict(PHONE_TAKEN, code="phone_taken")
    account.phone_verified_at = clock.now()
    await audit.write(session, by, "verify-phone", "account", account.id, reason.strip())
    record(session, PhoneVerified(account.id))


async def vouch_for_email(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str) -> None:
    """The address counts as verified from now on, unless it is already somebody's."""
    account = await _checked(session, account_id, by, reason)
    if account.email is None or account.email_verified:
        raise Conflict(NOTHING_TO_VERIFY, code="wrong_state")
    await _queue_up(session, account.email.casefold())
    if await queries.owner_of_email(session, account.email):
        raise Conflict(EMAIL_TAKEN, code="email_taken")
    account.email_verified_at = clock.now()
    await audit.write(session, by, "verify-email", "account", account.id, reason.strip())
    record(session, EmailVerified(account.id))


async def _checked(session: AsyncSession, account_id: UUID, by: UUID, reason: str) -> Account:
    if not reason.strip():
        raise Invalid({"reason": HOW_MISSING})
    admin = await access.admin_with(session, by, Permission.SUPPORT)
    account = await lock(session, Account, account_id)
    access.check_may_moderate(admin, account)
    return account


async def _queue_up(session: AsyncSession, target: str) -> None:
    """The same queue as people who verify by themselves, so that nobody meets in the unique index."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(target, 0))))
