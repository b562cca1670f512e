"""Puts the demo world into the database; a second time changes nothing."""

from datetime import timedelta
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import passwords
from twiza.accounts.models import Account, AccountStatus, Hat, Permission
from twiza.demo.people import PASSWORD, PEOPLE, Somebody
from twiza.kit import clock
from twiza.profiles import Category, City, seeds

_NAMESPACE = UUID("7b7a1d4e-0000-4000-8000-7477697a6121")


async def load(session: AsyncSession) -> None:
    """The same people with the same ids on every machine."""
    await seeds.seed(session)
    cities = {city.slug: city.id for city in await session.scalars(select(City))}
    categories = {category.slug: category.id for category in await session.scalars(select(Category))}
    known = set(await session.scalars(select(Account.id)))
    password_hash = await passwords.hashed(PASSWORD)
    for number, somebody in enumerate(PEOPLE, start=1):
        account = _account(somebody, number, password_hash, cities)
        if account.id not in known:
            account.hats = [_hat(somebody, number, cities, categories)]
            session.add(account)


def _account(somebody: Somebody, number: int, password_hash: str, cities: dict[str, UUID]) -> Account:
    born = clock.now() - timedelta(days=len(PEOPLE) + 3 - number)
    return Account(
        id=uuid5(_NAMESPACE, somebody.login),
        first_name=somebody.first,
        last_name=somebody.last,
        phone=f"+2126990000{number:02}",
        phone_verified_at=born,
        email=somebody.login,
        email_verified_at=born,
        password_hash=password_hash,
        language=somebody.language,
        active_hat=somebody.hat,
        status=AccountStatus.BANNED if somebody.banned else AccountStatus.ACTIVE,
        status_reason=somebody.banned or None,
        is_admin=somebody.admin,
        permissions=[Permission.OWNER] if somebody.admin else [],
        avatar=f"/static/art/av/{somebody.face}.webp" if somebody.face else None,
        bio=somebody.bio or None,
        city_id=cities[somebody.city],
        created_at=born,
    )


def _hat(somebody: Somebody, number: int, cities: dict[str, UUID], categories: dict[str, UUID]) -> Hat:
    return Hat(
        id=uuid5(_NAMESPACE, f"hat {somebody.login}"),
        kind=somebody.hat,
        headline=somebody.headline,
        city_id=cities[somebody.city],
        category_id=categories.get(somebody.category),
        company_name=f"{somebody.first} {somebody.last}" if somebody.hat == "company" else None,
        created_at=clock.now() - timedelta(days=len(PEOPLE) + 3 - number),
    )
