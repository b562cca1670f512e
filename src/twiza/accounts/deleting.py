"""Leaving for good: the person is forgotten, what the law makes us keep stays without them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import codes, contact_changing, proving, queries, sessions, verifying
from twiza.accounts.events import AccountDeleted
from twiza.accounts.models import (
    Account,
    AccountStatus,
    Code,
    CodePurpose,
    Hat,
    KeptForm,
    Link,
    Permission,
    SocialIdentity,
)
from twiza.accounts.totp import recovery
from twiza.kit import clock, storage
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.kit.outgoing import Outgoing
from twiza.kit.storage import FileRow

LAST_OWNER = N_(
    "You are the only owner of this site. Make another administrator an owner before you delete your account."
)
NO_PROOF = N_("Confirm a phone number or an email address first: a code will be sent to it.")
OTHER_CODE = N_("This code was sent for something else. Ask for a new one.")
Objection = Callable[[AsyncSession, UUID], Awaitable[None]]

_objections: list[Objection] = []


def before_leaving(object_to: Objection) -> Objection:
    """Register a domain's say: it refuses with an error while others still count on the person."""
    _objections.append(object_to)
    return object_to


async def delete_account(
    session: AsyncSession, account_id: UUID, *, password: str = "", code: str = "", address: str
) -> None:
    """Forget the person, once their password or a fresh code shows it is they; again is the same as once."""
    account = await queries.own(session, account_id)
    if account.deleted_at is not None:
        return
    await _prove(session, account, password, code, address)
    if account.is_admin and Permission.OWNER in account.permissions:
        await _keep_an_owner(session, account_id)
    account = await lock(session, Account, account_id)
    if account.deleted_at is not None:
        return
    for object_to in _objections:
        await object_to(session, account_id)
    await _forget_messages(session, account)
    await _forget_ways_in(session, account_id)
    for file_id in await session.scalars(
        select(FileRow.id).where(FileRow.owner_id == account_id, FileRow.deleted_at.is_(None))
    ):
        await storage.erase(session, file_id)
    # The hats before the rest, as everywhere: reviews that appear now take them first too.
    nothing = {"headline": "", "company_name": None, "city_id": None, "category_id": None}
    await session.execute(update(Hat).where(Hat.account_id == account_id).values(**nothing))
    _forget_person(account)
    sessions.end_all(session, account)
    record(session, AccountDeleted(account_id))


async def ask_for_code(session: AsyncSession, account_id: UUID, *, address: str) -> None:
    """A code for whoever has no password, to what they proved was theirs."""
    account = await queries.own(session, account_id)
    purpose, target = proof(account)
    if purpose is CodePurpose.VERIFY_PHONE:
        await verifying.send_phone_code(session, account_id, target, address=address)
    else:
        await contact_changing.send_email_code(session, account_id, target, address=address)


def proof(account: Account) -> tuple[CodePurpose, str]:
    """Where the code of a person without a password goes: to the phone, else to the email."""
    if account.phone and account.phone_verified:
        return CodePurpose.VERIFY_PHONE, account.phone
    if account.email and account.email_verified:
        return CodePurpose.VERIFY_EMAIL, account.email
    raise Conflict(NO_PROOF, code="nothing_verified")


async def _prove(session: AsyncSession, account: Account, password: str, code: str, address: str) -> None:
    if account.password_hash is None:
        purpose, target = proof(account)
        used = await codes.redeem(session, account.id, purpose=purpose, code=code)
        # A code for a new number of somebody at a borrowed computer proves nothing about the old one.
        if used.target.casefold() != target.casefold():
            raise Invalid({"code": OTHER_CODE})
        return
    await proving.check_password(account, password, address=address, field="password")


async def _keep_an_owner(session: AsyncSession, account_id: UUID) -> None:
    """Owners who leave at once queue up here, so that one of them stays."""
    rules: tuple[ColumnElement[bool], ...] = (
        Account.is_admin.is_(True),
        Account.status == AccountStatus.ACTIVE,
        Account.permissions.contains([Permission.OWNER.value]),
        Account.deleted_at.is_(None),
    )
    owners = set(
        await session.scalars(
            select(Account.id).where(*rules).order_by(Account.id).with_for_update(key_share=True)
        )
    )
    if owners == {account_id}:
        raise Conflict(LAST_OWNER, code="last_owner")


async def _forget_messages(session: AsyncSession, account: Account) -> None:
    """What waits isn't sent any more, and what was sent isn't kept."""
    whose: list[ColumnElement[bool]] = [Outgoing.account_id == account.id]
    if account.phone and account.phone_verified:
        whose.append(Outgoing.to == account.phone)
    if account.email and account.email_verified:
        whose.append(func.lower(Outgoing.to) == account.email.lower())
    await session.execute(delete(Outgoing).where(or_(*whose)))


async def _forget_ways_in(session: AsyncSession, account_id: UUID) -> None:
    await session.execute(delete(Code).where(or_(Code.holder == account_id, Code.account_id == account_id)))
    for model in (Link, KeptForm, SocialIdentity):
        await session.execute(delete(model).where(model.account_id == account_id))
    await recovery.forget(session, account_id)


def _forget_person(account: Account) -> None:
    """The row stays, for what others did with this account points at it."""
    account.first_name = account.last_name = ""
    account.phone = account.phone_verified_at = None
    account.email = account.email_verified_at = None
    account.password_hash = None
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    account.avatar = account.bio = account.city_id = None
    account.status_reason = None
    account.marketing_consent_at = None
    account.notification_preferences = {}
    account.is_admin, account.permissions = False, []
    account.deleted_at = clock.now()
