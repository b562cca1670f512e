"""An administrator who has seen somebody's papers says so; whoever was wrong takes it back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import access, audit
from twiza.accounts.events import IdentityUnverified, IdentityVerified
from twiza.accounts.models import Account, Permission
from twiza.accounts.vouching import HOW_MISSING, NOTHING_TO_VERIFY
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

REASON_MISSING = N_("Say why: the person reads it.")
NOT_VERIFIED = N_("This identity isn’t verified.")


async def verify_identity(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str) -> Account:
    """From now on the person carries the badge, and sells without a cap."""
    if not reason.strip():
        raise Invalid({"reason": HOW_MISSING})
    account = await _held(session, account_id, by)
    if account.identity_verified_at is not None:
        raise Conflict(NOTHING_TO_VERIFY, code="wrong_state")
    account.identity_verified_at = clock.now()
    await audit.write(session, by, "verify-identity", "account", account.id, reason.strip())
    record(session, IdentityVerified(account.id))
    return account


async def unverify_identity(session: AsyncSession, account_id: UUID, *, by: UUID, reason: str) -> Account:
    """The badge goes; what was sold meanwhile stays sold."""
    if not reason.strip():
        raise Invalid({"reason": REASON_MISSING})
    account = await _held(session, account_id, by)
    if account.identity_verified_at is None:
        raise Conflict(NOT_VERIFIED, code="wrong_state")
    account.identity_verified_at = None
    await audit.write(session, by, "unverify-identity", "account", account.id, reason.strip())
    record(session, IdentityUnverified(account.id, reason.strip()))
    return account


async def _held(session: AsyncSession, account_id: UUID, by: UUID) -> Account:
    admin = await access.admin_with(session, by, Permission.KYC)
    account = await lock(session, Account, account_id)
    access.check_may_moderate(admin, account)
    return account
