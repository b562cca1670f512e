"""Gigs for tests of search: said in a line, kept as the database keeps any."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza import discovery
from twiza.accounts.models import Account, Hat, HatKind
from twiza.discovery import Asked
from twiza.gigs.models import Gig, GigStatus
from twiza.kit import clock
from twiza.profiles import Category, City
from twiza.profiles.models import Fluency, SpokenLanguage


async def offer(
    session: AsyncSession,
    seller: UUID,
    title: str,
    *,
    category: str = "logo-identite",
    price: int = 300,
    days: int = 3,
    tags: Sequence[str] = (),
    description: str = "",
    language: str = "fr",
    ratings: Sequence[int] = (),
    orders: int = 0,
    age: int = 120,
    status: GigStatus = GigStatus.PUBLISHED,
) -> Gig:
    """A gig on offer; price in dirhams, age in days."""
    gig = Gig(
        freelancer_id=seller,
        category_id=await session.scalar(select(Category.id).where(Category.slug == category)),
        status=status,
        title=title,
        description=description,
        tags=list(tags),
        language=language,
        price=price * 100,
        delivery_days=days,
        rating_sum=sum(ratings),
        rating_count=len(ratings),
        orders_count=orders,
        published_at=clock.now() - timedelta(days=age),
    )
    session.add(gig)
    await session.flush()
    return gig


async def seller(
    session: AsyncSession, number: int, *, city: str = "casablanca", speaks: Sequence[str] = ("fr",)
) -> Account:
    """Somebody who sells, of this city and these languages."""
    account = Account(
        first_name=f"Zineb{number}",
        last_name="Tazi",
        phone=f"+21266{number:07d}",
        phone_verified_at=clock.now(),
        active_hat=HatKind.FREELANCER,
        hats=[
            Hat(
                kind=HatKind.FREELANCER,
                city_id=await session.scalar(select(City.id).where(City.slug == city)),
            )
        ],
    )
    session.add(account)
    await session.flush()
    session.add_all(
        [SpokenLanguage(account_id=account.id, code=code, fluency=Fluency.FLUENT) for code in speaks]
    )
    await session.flush()
    return account


async def titles(words: str = "", *, limit: int = 20, **filters: object) -> list[str]:
    """What a search finds, in its order."""
    found = await discovery.search_gigs(Asked(words, **filters), limit=limit)  # type: ignore[arg-type]
    return [row["title"] for row in found.rows]
