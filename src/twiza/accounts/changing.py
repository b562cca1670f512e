"""Changing a known password: the current one first, then every other session ends."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import passwords, proving, sessions
from twiza.accounts.events import PasswordChanged
from twiza.accounts.models import Account
from twiza.accounts.proving import Proof
from twiza.kit.db import lock
from twiza.kit.errors import Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_

SAME = N_("Choose a password other than the current one.")


async def change_password(session: AsyncSession, account_id: UUID, *, proof: Proof, new: str) -> None:
    """Replace the password; whoever only ever signed in through others has no current one, but came in lately."""
    account = await lock(session, Account, account_id)
    await proving.check(account, proof, field="current", beside="new")
    passwords.check(new, account.first_name, account.last_name, account.phone, account.email, field="new")
    if account.password_hash and passwords.normal(proof.password) == passwords.normal(new):
        raise Invalid({"new": SAME})
    account.password_hash = await passwords.hashed(new)
    sessions.end_all(session, account)
    record(session, PasswordChanged(account.id))
