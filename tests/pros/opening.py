"""Pros to test with: a plumber of Casablanca with a week of hours, or whatever a test asks for."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.cast import Cast
from twiza.accounts.models import Account, Hat, HatKind
from twiza.kit import clock
from twiza.profiles.places import Category, City
from twiza.pros import becoming, scheduling
from twiza.pros.models import ProProfile
from twiza.pros.services import Offered

# Monday to Saturday 08:00–12:00 and 14:00–19:00; 0 is Sunday.
WEEK: Mapping[int, Sequence[tuple[int, int]]] = dict.fromkeys(
    range(1, 7), ((8 * 60, 12 * 60), (14 * 60, 19 * 60))
)
ALWAYS: Mapping[int, Sequence[tuple[int, int]]] = dict.fromkeys(range(7), ((0, 24 * 60),))


async def open_pro(
    session: AsyncSession,
    account: Account | UUID,
    *,
    city: str = "casablanca",
    category: str = "plomberie",
    week: Mapping[int, Sequence[tuple[int, int]]] = WEEK,
    **columns: object,
) -> ProProfile:
    """This account as a pro with these hours; `columns` are set on the profile as they are."""
    account_id = account if isinstance(account, UUID) else account.id
    profile = await becoming.become(
        session,
        account_id,
        city_id=await city_named(session, city),
        whatsapp=whatsapp_of(account),
        services=[Offered(category, "RANGE", 150_00, 400_00)],
    )
    for name, value in columns.items():
        setattr(profile, name, value)
    await session.flush()
    await scheduling.set_week(session, account_id, week)
    return profile


async def open_hassan(session: AsyncSession, cast: Cast) -> ProProfile:
    """Hassan the plumber, open from Monday to Saturday in Casablanca."""
    return await open_pro(session, cast.hassan)


async def another_pro(session: AsyncSession, name: str, phone: str, **wanted: object) -> Account:
    """One more person with a verified phone, and a pro."""
    account = Account(
        first_name=name,
        last_name="Alami",
        phone=phone,
        phone_verified_at=clock.now(),
        language="fr",
        active_hat=HatKind.PRO,
        hats=[Hat(kind=HatKind.PRO)],
    )
    session.add(account)
    await session.flush()
    await open_pro(session, account, **wanted)  # pyright: ignore[reportArgumentType]
    return account


async def city_named(session: AsyncSession, slug: str) -> UUID:
    return (await session.execute(select(City.id).where(City.slug == slug))).scalar_one()


async def category_named(session: AsyncSession, slug: str) -> UUID:
    return (await session.execute(select(Category.id).where(Category.slug == slug))).scalar_one()


def whatsapp_of(account: Account | UUID) -> str:
    """A number of its own, apart from the phone, so that a leak of either is told from the other."""
    phone = None if isinstance(account, UUID) else account.phone
    return "+21269" + phone[-7:] if phone else "+212690000000"


def next_day(day_of_week: int, hour: int, *, least: timedelta = timedelta(days=1)) -> datetime:
    """The next such day of the week (0 is Sunday) at this local hour, at least so far ahead."""
    day: date = clock.local(clock.now() + least).date()
    while day.isoweekday() % 7 != day_of_week or _at(day, hour) < clock.now() + least:
        day += timedelta(days=1)
    return _at(day, hour)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.CASABLANCA).astimezone(UTC)
