"""Pros for tests of the lists: said in a line, with the hours they are free."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import BitString
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts.models import Account, Hat, HatKind
from twiza.kit import clock
from twiza.profiles import Category, City
from twiza.pros import hours
from twiza.pros.models import CALENDAR_HOURS, PricingType, ProCalendar, ProProfile, ProService

ALL_WEEK = range(1, 8 * 24)


async def pro(
    session: AsyncSession,
    number: int,
    *,
    city: str = "casablanca",
    categories: Sequence[str] = ("plomberie",),
    free: Iterable[int] = ALL_WEEK,
    ratings: Sequence[int] = (),
    verified: bool = False,
    price: int = 150,
    headline: str = "",
    avatar: str | None = None,
    **profile: object,
) -> Account:
    """A pro who is free so many hours after this one; price in dirhams."""
    account = Account(
        first_name=f"Driss{number}",
        last_name="Alami",
        phone=f"+21267{number:07d}",
        phone_verified_at=clock.now(),
        identity_verified_at=clock.now() if verified else None,
        avatar=avatar,
        active_hat=HatKind.PRO,
        hats=[
            Hat(kind=HatKind.PRO, headline=headline, rating_sum=sum(ratings), rating_count=len(ratings)),
        ],
    )
    session.add(account)
    await session.flush()
    await settle(session, account.id, city=city, categories=categories, free=free, price=price, **profile)
    return account


async def settle(
    session: AsyncSession,
    account_id: UUID,
    *,
    city: str = "casablanca",
    categories: Sequence[str] = ("plomberie",),
    free: Iterable[int] = ALL_WEEK,
    price: int = 150,
    **profile: object,
) -> None:
    """The profile, services and hours of somebody who has an account."""
    city_id = await session.scalar(select(City.id).where(City.slug == city))
    values = {"whatsapp": "+212600000000", "min_notice_hours": 0, **profile}
    session.add(ProProfile(account_id=account_id, city_id=city_id, **values))
    await session.flush()
    for slug in categories:
        session.add(
            ProService(
                pro_id=account_id,
                category_id=await session.scalar(select(Category.id).where(Category.slug == slug)),
                pricing_type=PricingType.RANGE,
                min_price=price * 100,
                max_price=price * 200,
            )
        )
        await session.flush()
    await open_hours(session, account_id, free)


async def open_hours(session: AsyncSession, account_id: UUID, free: Iterable[int]) -> None:
    """So many hours after this one, and no others."""
    base = hours.base_at(clock.now())
    now = hours.hour_of(clock.now())
    bits = 0
    for ahead in free:
        bits |= 1 << (CALENDAR_HOURS - 1 - (now + ahead - base))
    opened = BitString.from_int(bits, CALENDAR_HOURS)
    calendar = await session.get(ProCalendar, account_id)
    if calendar is None:
        nothing = BitString.from_int(0, CALENDAR_HOURS)
        session.add(ProCalendar(pro_id=account_id, base_hour=base, open=opened, locked=nothing))
    else:
        calendar.base_hour, calendar.open = base, opened
    await session.flush()


def ahead(count: int) -> datetime:
    """The beginning of the hour so many after this one."""
    return hours.moment_of(hours.hour_of(clock.now()) + count)
