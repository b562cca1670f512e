"""Which account an identity opens: its own, one that proved the same email, or a new one."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import queries, signing_up, verifying
from twiza.accounts.models import Account, SocialIdentity
from twiza.accounts.newcomers import SignUp
from twiza.accounts.social import providers
from twiza.accounts.social.events import IdentityLinked
from twiza.accounts.social.failing import Astray, LinkedElsewhere
from twiza.accounts.social.people import Person
from twiza.kit.db import lock
from twiza.kit.events import record


async def recognise(session: AsyncSession, person: Person) -> Account | None:
    """The account this identity opens; one is joined now when both sides have verified the same email."""
    await _one_at_a_time(session, person)
    known = await _identity(session, person)
    if known:
        return await session.get_one(Account, known.account_id)
    if person.email is None:
        return None
    owner = await queries.owner_of_email(session, person.email)
    if owner is None or owner.deleted_at is not None:
        return None
    _keep(session, owner.id, person)
    return owner


async def link(session: AsyncSession, account_id: UUID, person: Person) -> None:
    """Somebody signed in connects an identity; one that opens another account stays there."""
    await _one_at_a_time(session, person)
    known = await _identity(session, person)
    if known is None:
        _keep(session, (await lock(session, Account, account_id)).id, person)
    elif known.account_id != account_id:
        raise LinkedElsewhere(provider=providers.name_of(person.provider))


async def sign_up(session: AsyncSession, person: Person, asked: SignUp) -> UUID:
    """A new account without a password, its phone still to be proved; a decoy when the number has an owner."""
    await _one_at_a_time(session, person)
    if await _identity(session, person):
        # Sent twice: the first one made the account.
        raise Astray
    holder = await signing_up.sign_up(session, replace(asked, password=None, email=None))
    if await session.get(Account, holder) is None:
        return holder
    _keep(session, holder, person)
    if person.email and await queries.owner_of_email(session, person.email) is None:
        await session.flush()
        await verifying.email_proved(session, holder, person.email)
    return holder


def _keep(session: AsyncSession, account_id: UUID, person: Person) -> None:
    session.add(
        SocialIdentity(
            account_id=account_id, issuer=person.issuer, subject=person.subject, email=person.email
        )
    )
    record(session, IdentityLinked(account_id, person.provider))


async def _identity(session: AsyncSession, person: Person) -> SocialIdentity | None:
    return await session.scalar(
        select(SocialIdentity).where(
            SocialIdentity.issuer == person.issuer, SocialIdentity.subject == person.subject
        )
    )


async def _one_at_a_time(session: AsyncSession, person: Person) -> None:
    """Two answers about one person at once queue up here instead of meeting in the unique index."""
    key = f"social {person.issuer} {person.subject}"
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
