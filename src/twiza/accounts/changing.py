"""Changing a known password: the current one first, then every other session ends."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import attempts, passwords, sessions
from twiza.accounts.events import PasswordChanged
from twiza.accounts.models import Account
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

WRONG_CURRENT = N_("This isn’t your current password.")
SAME = N_("Choose a password other than the current one.")


async def change_password(
    session: AsyncSession, account_id: UUID, *, current: str, new: str, address: str
) -> None:
    """Replace the password; an account that only ever signed in through others has no current one to give."""
    # Guessing the current password from a borrowed session is slowed down like signing in.
    await attempts.count(str(account_id), address)
    account = await lock(session, Account, account_id)
    if account.password_hash and not await passwords.matches(account.password_hash, current):
        raise Invalid({"current": WRONG_CURRENT})
    await attempts.succeeded(str(account_id), address)
    passwords.check(new, account.first_name, account.last_name, account.phone, account.email, field="new")
    if account.password_hash and passwords.normal(current) == passwords.normal(new):
        raise Invalid({"new": SAME})
    account.password_hash = await passwords.hashed(new)
    sessions.end_all(session, account)
    record(session, PasswordChanged(account.id))
