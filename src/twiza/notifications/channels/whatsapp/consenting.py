"""Who agreed to WhatsApp messages: when, where and to which words; and who said STOP."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account
from twiza.kit import clock
from twiza.kit.errors import Conflict
from twiza.kit.i18n import N_, gettext
from twiza.notifications.channels.whatsapp.models import WhatsAppConsent, WhatsAppReceived
from twiza.pros.models import ProProfile

AGREEMENT = N_(
    "I agree that Twiza writes to me on WhatsApp about my bookings. I can stop this at any time: here, or by answering STOP."
)
NO_NUMBER = N_("Verify your phone number first: WhatsApp messages go to it.")
NOT_PROVEN = N_("Prove first that this number is yours: a code goes to it.")

_PRO_NUMBER = (
    select(ProProfile.whatsapp)
    .where(ProProfile.account_id == Account.id)
    .correlate(Account)
    .scalar_subquery()
)
_OWN_NUMBER = (
    select(Account.phone).where(Account.phone_verified_at.is_not(None)).correlate(Account).scalar_subquery()
)
# A pro's number for clients is the one that takes requests; anybody else is reached where they proved to be.
NUMBER: ColumnElement[str] = func.coalesce(_PRO_NUMBER, _OWN_NUMBER)


def agreed_number() -> ScalarSelect[str]:
    """For a read of accounts: where each may be written to; a number that changed needs a new agreement."""
    return (
        select(WhatsAppConsent.phone)
        .where(
            WhatsAppConsent.account_id == Account.id,
            WhatsAppConsent.stopped_at.is_(None),
            WhatsAppConsent.phone == NUMBER,
        )
        .correlate(Account)
        .scalar_subquery()
    )


async def number_of(session: AsyncSession, account_id: UUID) -> str | None:
    """Where this person would be written to."""
    return await session.scalar(select(NUMBER).select_from(Account).where(Account.id == account_id))


async def agreed(session: AsyncSession, account_id: UUID) -> WhatsAppConsent | None:
    """The agreement that stands, for the number of today."""
    number = await number_of(session, account_id)
    found = await session.get(WhatsAppConsent, account_id, populate_existing=True)
    stands = found is not None and found.stopped_at is None and found.phone == number
    return found if stands else None


async def agree(session: AsyncSession, account_id: UUID, *, source: str) -> None:
    """For a number that is proven; agreeing twice changes nothing."""
    number = await number_of(session, account_id)
    if number is None:
        raise Conflict(NO_NUMBER, code="phone_not_verified")
    if not await is_proven(session, account_id):
        raise Conflict(NOT_PROVEN, code="whatsapp_not_proven")
    if await agreed(session, account_id) is None:
        await keep(session, account_id, number, source=source)


async def is_proven(session: AsyncSession, account_id: UUID) -> bool:
    """Whether the number of today is the account's own phone, or was proven by a code."""
    own_phone = (Account.phone == NUMBER) & Account.phone_verified_at.is_not(None)
    # An agreement is only ever written for a proven number, and stays when it is stopped.
    proven_before = exists().where(WhatsAppConsent.account_id == Account.id, WhatsAppConsent.phone == NUMBER)
    proven = select(Account.id).where(Account.id == account_id, or_(own_phone, proven_before))
    return await session.scalar(proven) is not None


async def keep(session: AsyncSession, account_id: UUID, number: str, *, source: str) -> None:
    """Write the agreement down, with its words in the language they were read in."""
    given = {
        "phone": number,
        "user_id": None,
        "agreed_at": clock.now(),
        "source": source,
        "words": gettext(AGREEMENT),
        "stopped_at": None,
        "heard_at": None,
    }
    await session.execute(
        insert(WhatsAppConsent)
        .values(account_id=account_id, **given)
        .on_conflict_do_update(index_elements=["account_id"], set_=given)
    )


async def stop(session: AsyncSession, account_id: UUID) -> None:
    """From now on nothing is written there; when it was agreed to stays on record."""
    await session.execute(
        update(WhatsAppConsent)
        .where(WhatsAppConsent.account_id == account_id, WhatsAppConsent.stopped_at.is_(None))
        .values(stopped_at=clock.now())
    )


def is_from(phone: str | None, user_id: str | None) -> ColumnElement[bool]:
    """Whoever writes from this number or, where WhatsApp hides it, under this id."""
    ways = [
        column == value
        for column, value in ((WhatsAppConsent.phone, phone), (WhatsAppConsent.user_id, user_id))
        if value
    ]
    return or_(*ways) if ways else WhatsAppConsent.account_id.is_(None)


async def heard(session: AsyncSession, phone: str | None, user_id: str | None) -> None:
    """They wrote: for a day we may answer in our own words, and their id is known from now on."""
    now: datetime = clock.now()
    await session.execute(update(WhatsAppConsent).where(is_from(phone, user_id)).values(heard_at=now))
    if phone and user_id:
        await session.execute(
            update(WhatsAppConsent).where(WhatsAppConsent.phone == phone).values(user_id=user_id)
        )


async def resume(session: AsyncSession, account_id: UUID) -> None:
    """Who had agreed and said STOP says START."""
    await session.execute(
        update(WhatsAppConsent)
        .where(WhatsAppConsent.account_id == account_id, WhatsAppConsent.stopped_at.is_not(None))
        .values(stopped_at=None, agreed_at=clock.now(), source="START on WhatsApp")
    )


async def forget(session: AsyncSession, account_id: UUID) -> None:
    """Who leaves takes along the agreement, and whatever they wrote to us."""
    gone = delete(WhatsAppConsent).where(WhatsAppConsent.account_id == account_id)
    phone = await session.scalar(gone.returning(WhatsAppConsent.phone))
    if phone is not None:
        sender = WhatsAppReceived.body["message"]["from"].as_string()
        await session.execute(delete(WhatsAppReceived).where(sender == phone.removeprefix("+")))
