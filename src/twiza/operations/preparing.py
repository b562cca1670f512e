"""Before the first page: the newest tables, the cities and categories, and on a first run the demo world."""

from sqlalchemy import func, select

from twiza.accounts.models import Account
from twiza.discovery import seeding
from twiza.kit.db import reading, unit_of_work
from twiza.kit.migrating import current, head, migrate
from twiza.kit.settings import settings
from twiza.operations import safety, screen
from twiza.operations.problem import CannotStart
from twiza.profiles import seeds
from twiza.pros import seeds as neighbourhoods


async def prepare() -> None:
    """Idempotent: a second start finds nothing to do."""
    if await current() != head():
        with screen.telling("Bringing the database up to date"):
            await migrate()
            async with unit_of_work() as session:
                await seeds.seed(session)
                await neighbourhoods.seed(session)
                await seeding.seed(session)
    if settings().with_demo and await _is_empty():
        with screen.telling("Loading the demo world"):
            await load_demo()
    if settings().is_production and (fault := await safety.demo_accounts_fault()):
        raise CannotStart(fault)


async def load_demo() -> None:
    from twiza import demo

    async with unit_of_work() as session:
        await demo.load(session)


async def _is_empty() -> bool:
    async with reading() as connection:
        return not await connection.scalar(select(func.count()).select_from(Account))
