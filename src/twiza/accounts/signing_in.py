"""Signing in with a phone or an email and a password; every failure looks the same."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import attempts, emails, passwords, phones, queries, suspending
from twiza.accounts.events import SignedIn
from twiza.accounts.models import Account, AccountStatus
from twiza.kit.db import lock, unit_of_work
from twiza.kit.errors import DomainError, Forbidden, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_


class WrongCredentials(DomainError):
    """No such account, an unproved number, a wrong password: nobody learns which."""

    status = 401
    code = "wrong_credentials"
    message = N_("The phone or email and the password don’t match. Check them, or choose a new password.")


class AccountClosed(Forbidden):
    """The password is right and the account may not be used: only its owner reads this."""

    code = "account_closed"
    message = N_("This account may not be used.")

    def __init__(self, status: AccountStatus, reason: str, until: datetime | None) -> None:
        banned = status is AccountStatus.BANNED
        super().__init__(
            N_("This account has been banned: {reason}")
            if banned
            else N_("This account is suspended: {reason}"),
            code="account_banned" if banned else "account_suspended",
            reason=reason,
        )
        self.banned, self.reason, self.until = banned, reason, until


@dataclass(frozen=True)
class PasswordRight:
    """The password was right; what may still be missing before the session begins."""

    account_id: UUID
    phone_to_verify: str | None = None
    needs_totp: bool = False


async def check_password(login: str, password: str, *, address: str) -> PasswordRight:
    """Who this is, after five failures slowly; opens short transactions of its own around the hashing."""
    target = _read(login)
    await attempts.count(target, address)
    async with unit_of_work() as session:
        account = await _candidate(session, target)
    right = await passwords.matches(account.password_hash if account else None, password)
    if account is None or not right:
        raise WrongCredentials
    await attempts.succeeded(target, address)
    account = await admitted(account)
    if account.password_hash and passwords.is_outdated(account.password_hash):
        await _rehash(account, password)
    proved = account.email_verified if "@" in target else account.phone_verified
    return PasswordRight(account.id, None if proved else account.phone, account.has_totp)


async def admitted(account: Account) -> Account:
    """The account as it is now, if it may be used; AccountClosed says why not."""
    account = await _as_of_now(account)
    if account.deleted_at is not None:
        raise WrongCredentials
    if account.status is not AccountStatus.ACTIVE:
        raise AccountClosed(account.status, account.status_reason or "", account.status_until)
    return account


async def complete(session: AsyncSession, account_id: UUID) -> None:
    """All steps were taken: the session begins."""
    record(session, SignedIn(account_id))


def _read(login: str) -> str:
    """The email or number as it is kept; what can't be one is tried as it stands, and fails like the rest."""
    typed = login.strip()
    try:
        return emails.read(typed) if "@" in typed else phones.read(typed, mobile=False)
    except Invalid:
        return typed[:254]


async def _candidate(session: AsyncSession, target: str) -> Account | None:
    """The owner; or, for a number nobody has proved, the newest account that still waits for its code."""
    if "@" in target:
        return await queries.owner_of_email(session, target)
    return await queries.owner_of_phone(session, target) or await queries.latest_unverified(session, target)


async def _as_of_now(account: Account) -> Account:
    """A suspension whose end has passed no longer counts, even before the clock has swept it."""
    if account.status is AccountStatus.SUSPENDED:
        async with unit_of_work() as session:
            return await suspending.lift_if_over(session, account.id)
    return account


async def _rehash(account: Account, password: str) -> None:
    """Bring an old hash to today's costs, unless the password was changed in this very moment."""
    fresh = await passwords.hashed(password)
    async with unit_of_work() as session:
        held = await lock(session, Account, account.id)
        if held.password_hash == account.password_hash:
            held.password_hash = fresh
