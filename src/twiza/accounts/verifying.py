"""Proving a phone by a code and an email by a link: whoever proves it first has it."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import codes, former_contacts, limits, links, messages, queries
from twiza.accounts.events import EmailVerified, PhoneVerified
from twiza.accounts.models import Account, CodePurpose
from twiza.kit import clock
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, NotFound
from twiza.kit.events import record
from twiza.kit.i18n import N_

PHONE_TAKEN = N_("This number belongs to another account. Sign in with it, or use another number.")
EMAIL_TAKEN = N_("This address belongs to another account. Sign in with it, or use another address.")


async def send_phone_code(session: AsyncSession, account_id: UUID, phone: str, *, address: str) -> None:
    """Somebody signed in gives a number, or asks for its code again."""
    await limits.sending(phone, address)
    account = await lock(session, Account, account_id)
    await ask_for_phone(session, account_id, phone, language=account.language)


async def resend(session: AsyncSession, holder: UUID, phone: str, *, address: str, language: str) -> None:
    """The code of a sign-up, once more; a decoy's holder sees the same answer."""
    await limits.sending(phone, address)
    await ask_for_phone(session, holder, phone, language=language)


async def ask_for_phone(session: AsyncSession, holder: UUID, phone: str, *, language: str) -> None:
    """Send this holder a code for the number; if it has another owner, tell the owner and keep a decoy."""
    owner = await queries.owner_of_phone(session, phone)
    account = None if owner and owner.id != holder else await _known(session, holder)
    code = await codes.issue(
        session,
        holder,
        account_id=account.id if account else None,
        purpose=CodePurpose.VERIFY_PHONE,
        target=phone,
    )
    if account:
        await messages.send_code(
            session, phone, code, purpose=CodePurpose.VERIFY_PHONE, language=language, account_id=account.id
        )
    elif owner:
        await messages.tell_phone_owner(session, owner, phone)


async def verify_phone(session: AsyncSession, holder: UUID, code: str) -> Account:
    """The code proves the number: it becomes this account's, and leaves those that only claimed it."""
    used = await codes.redeem(session, holder, purpose=CodePurpose.VERIFY_PHONE, code=code)
    if used.account_id is None:
        raise NotFound
    await _one_at_a_time(session, used.target)
    owner = await queries.owner_of_phone(session, used.target)
    if owner and owner.id != used.account_id:
        raise Conflict(PHONE_TAKEN, code="phone_taken")
    await _take_from_claimants(session, Account.phone == used.target, used.account_id, {"phone": None})
    account = await lock(session, Account, used.account_id)
    _refuse_the_gone(account)
    first_time = account.phone_verified_at is None
    if account.phone and account.phone_verified and account.phone != used.target:
        await former_contacts.phone_replaced(session, account, account.phone)
    account.phone, account.phone_verified_at = used.target, clock.now()
    record(session, PhoneVerified(account.id))
    # Only now is it certain that a person stands behind the sign-up: inboxes are spared until then.
    if first_time and account.email and not account.email_verified:
        await _ask_for_email(session, account, account.email)
    return account


async def send_email_link(session: AsyncSession, account_id: UUID, email: str, *, address: str) -> None:
    """Somebody signed in gives an email address, or asks for its link again."""
    await limits.sending(email, address)
    await _ask_for_email(session, await lock(session, Account, account_id), email)


async def verify_email(session: AsyncSession, token: str) -> Account:
    """The link proves the address: it becomes this account's, and leaves those that only claimed it."""
    used = await links.redeem(session, token, purpose=CodePurpose.VERIFY_EMAIL)
    return await email_proved(session, used.account_id, used.target)


async def email_proved(session: AsyncSession, account_id: UUID, email: str) -> Account:
    """A link of ours, or a provider that we trust, has shown whose address this is."""
    await _one_at_a_time(session, email.casefold())
    owner = await queries.owner_of_email(session, email)
    if owner and owner.id != account_id:
        raise Conflict(EMAIL_TAKEN, code="email_taken")
    await _take_from_claimants(session, Account.email == email, account_id, {"email": None})
    account = await lock(session, Account, account_id)
    _refuse_the_gone(account)
    if account.email and account.email_verified and account.email.casefold() != email.casefold():
        await former_contacts.email_replaced(session, account, account.email)
    account.email, account.email_verified_at = email, clock.now()
    record(session, EmailVerified(account.id))
    return account


async def _ask_for_email(session: AsyncSession, account: Account, email: str) -> None:
    owner = await queries.owner_of_email(session, email)
    if owner and owner.id != account.id:
        await messages.tell_email_owner(session, owner, email)
        return
    token = await links.issue(session, account.id, purpose=CodePurpose.VERIFY_EMAIL, target=email)
    await messages.send_email_link(session, account, email, token)


async def _known(session: AsyncSession, holder: UUID) -> Account | None:
    return await session.scalar(select(Account).where(Account.id == holder, Account.deleted_at.is_(None)))


def _refuse_the_gone(account: Account) -> None:
    """Somebody who left while their code was being read doesn't come back by it."""
    if account.deleted_at is not None:
        raise NotFound


async def _one_at_a_time(session: AsyncSession, target: str) -> None:
    """Two accounts that prove the same thing at once queue up here instead of meeting in the unique index."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(target, 0))))


async def _take_from_claimants(
    session: AsyncSession, claims: ColumnElement[bool], winner: UUID, left: dict[str, None]
) -> None:
    unproved = Account.phone_verified_at if "phone" in left else Account.email_verified_at
    await session.execute(
        update(Account).where(claims, unproved.is_(None), Account.id != winner).values(**left)
    )
