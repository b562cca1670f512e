"""Becoming a pro: one city, a number for WhatsApp, and at least one service with its price."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import hats, phones
from twiza.accounts.models import Account, HatKind
from twiza.kit.db import lock
from twiza.kit.errors import Conflict, Forbidden, Invalid
from twiza.kit.events import record
from twiza.kit.i18n import N_
from twiza.profiles.places import City
from twiza.pros import calendar
from twiza.pros import services as offering
from twiza.pros.events import ProBecame
from twiza.pros.models import ProProfile
from twiza.pros.services import Offered

NO_SUCH_CITY = N_("Choose a city of the list.")
NO_SERVICE = N_("Say what you do: choose at least one service.")
ALREADY = N_("You are a pro already.")
UNVERIFIED = N_("Verify your phone number first: clients are sent to people who can be reached.")


async def become(
    session: AsyncSession,
    account_id: UUID,
    *,
    city_id: UUID | None,
    whatsapp: str,
    services: Sequence[Offered],
) -> ProProfile:
    """Open a pro's profile and wear its hat; hours are opened afterwards, until then nothing can be asked."""
    account = await lock(session, Account, account_id)
    await _check(session, account)
    number, city = await _read(session, city_id, whatsapp, services)
    await hats.add_hat(session, account_id, HatKind.PRO)
    profile = ProProfile(account_id=account_id, city_id=city, whatsapp=number)
    session.add(profile)
    await session.flush()
    await session.refresh(profile)
    await _offer(session, profile, services)
    await calendar.rebuild(session, account_id)
    record(session, ProBecame(account_id))
    return profile


async def _check(session: AsyncSession, account: Account) -> None:
    if not account.is_active:
        raise Forbidden
    if not account.phone_verified:
        raise Conflict(UNVERIFIED, code="phone_not_verified")
    if await session.scalar(select(ProProfile.account_id).where(ProProfile.account_id == account.id)):
        raise Conflict(ALREADY, code="already_a_pro")


async def _read(
    session: AsyncSession, city_id: UUID | None, whatsapp: str, offered: Sequence[Offered]
) -> tuple[str, UUID]:
    """The number and the city; all faults are told at once."""
    faults: dict[str, str] = {}
    number = ""
    try:
        number = phones.read(whatsapp, field="whatsapp")
    except Invalid as error:
        faults.update(error.fields)
    chosen = select(City.id).where(City.id == city_id, City.hidden.is_(False))
    city = await session.scalar(chosen) if city_id else None
    if city is None:
        faults["city"] = NO_SUCH_CITY
    if not offered:
        faults["category"] = NO_SERVICE
    if faults or city is None:
        raise Invalid(faults)
    return number, city


async def _offer(session: AsyncSession, profile: ProProfile, offered: Sequence[Offered]) -> None:
    for one in offered:
        await offering.put(session, profile, one)
