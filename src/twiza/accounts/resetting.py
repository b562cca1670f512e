"""A forgotten password: a code by SMS or a link by email, then every session ends."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import codes, limits, links, messages, passwords, queries, sessions
from twiza.accounts.events import PasswordChanged
from twiza.accounts.models import Account, CodePurpose
from twiza.kit import ids
from twiza.kit.db import lock
from twiza.kit.errors import NotFound
from twiza.kit.events import record


async def ask_by_phone(session: AsyncSession, phone: str, *, address: str) -> UUID:
    """Send a code if the number has an owner; returns who holds it, or a decoy."""
    await limits.sending(phone, address)
    owner = await queries.owner_of_phone(session, phone)
    holder = owner.id if owner else ids.new()
    code = await codes.issue(
        session,
        holder,
        account_id=owner.id if owner else None,
        purpose=CodePurpose.RESET_PASSWORD,
        target=phone,
    )
    if owner:
        await messages.send_code(
            session,
            phone,
            code,
            purpose=CodePurpose.RESET_PASSWORD,
            language=owner.language,
            account_id=owner.id,
        )
    return holder


async def ask_by_email(session: AsyncSession, email: str, *, address: str) -> None:
    """Send a link if the address has an owner."""
    await limits.sending(email, address)
    owner = await queries.owner_of_email(session, email)
    if owner:
        token = await links.issue(session, owner.id, purpose=CodePurpose.RESET_PASSWORD, target=email)
        await messages.send_reset_link(session, owner, email, token)


async def reset_with_code(session: AsyncSession, holder: UUID, code: str, *, password: str) -> Account:
    """The code from the phone and a new password."""
    passwords.check(password)
    used = await codes.redeem(session, holder, purpose=CodePurpose.RESET_PASSWORD, code=code)
    if used.account_id is None:
        raise NotFound
    return await _replace(session, used.account_id, password)


async def reset_with_link(session: AsyncSession, token: str, *, password: str) -> Account:
    """The link from the email and a new password."""
    passwords.check(password)
    used = await links.redeem(session, token, purpose=CodePurpose.RESET_PASSWORD)
    return await _replace(session, used.account_id, password)


async def _replace(session: AsyncSession, account_id: UUID, password: str) -> Account:
    account = await lock(session, Account, account_id)
    passwords.check(password, account.first_name, account.last_name, account.phone, account.email)
    account.password_hash = await passwords.hashed(password)
    await codes.retire(session, account.id, CodePurpose.RESET_PASSWORD)
    await links.retire(session, account.id, CodePurpose.RESET_PASSWORD)
    sessions.end_all(session, account)
    record(session, PasswordChanged(account.id))
    return account
