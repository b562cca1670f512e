"""Puts the demo world into the database; a second time changes nothing."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from twiza.accounts import passwords
from twiza.accounts.models import Account, AccountStatus, Hat, Permission
from twiza.demo import gigs, orders, papers, past, profiles, pros, talks, visits
from twiza.demo.accounts import PASSWORD
from twiza.demo.calendar import day, named
from twiza.demo.people import PEOPLE, Somebody
from twiza.gigs.models import Gig
from twiza.profiles import Category, City, seeds
from twiza.pros import seeds as neighbourhoods


async def load(session: AsyncSession) -> None:
    """The same people, gigs and orders with the same ids on every machine of the same day."""
    await seeds.seed(session)
    await neighbourhoods.seed(session)
    cities = {city.slug: city.id for city in await session.scalars(select(City))}
    categories = {category.slug: category.id for category in await session.scalars(select(Category))}
    known = set(await session.scalars(select(Account.id)))
    password_hash = await passwords.hashed(PASSWORD)
    newcomers: set[UUID] = set()
    for number, somebody in enumerate(PEOPLE, start=1):
        account = _account(somebody, number, password_hash, cities)
        if account.id not in known:
            account.hats = _hats(somebody, cities, categories)
            session.add(account)
            newcomers.add(account.id)
    await session.flush()
    await profiles.fill(session, frozenset(newcomers))
    await pros.open_shops(session, categories, cities)
    # Whoever came before the market did finds it opened; a market that is there is left alone.
    if await session.scalar(select(Gig.id).limit(1)) is None:
        await _open_market(session, categories)


async def _open_market(session: AsyncSession, categories: dict[str, UUID]) -> None:
    """What happens between them, from the oldest to today."""
    await gigs.publish(session, categories)
    await past.load(session)
    await orders.live(session)
    await talks.load(session, [gig.id for gig in gigs.all_gigs()])
    await visits.live(session)
    await papers.send(session)


def _account(somebody: Somebody, number: int, password_hash: str, cities: dict[str, UUID]) -> Account:
    born = day(300 - number)
    return Account(
        id=named(somebody.login),
        first_name=somebody.first,
        last_name=somebody.last,
        phone=f"+21269900{number:04}",
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
        identity_verified_at=day(200) if somebody.is_verified else None,
        created_at=born,
    )


def _hats(somebody: Somebody, cities: dict[str, UUID], categories: dict[str, UUID]) -> list[Hat]:
    """The one they wear."""
    own = Hat(
        id=named(f"hat {somebody.login}"),
        kind=somebody.hat,
        headline=somebody.headline,
        city_id=cities[somebody.city],
        category_id=categories.get(somebody.category),
        company_name=f"{somebody.first} {somebody.last}" if somebody.hat == "company" else None,
        created_at=day(250),
    )
    return [own]
