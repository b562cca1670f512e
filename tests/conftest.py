"""What every test may ask for: a database of its own, the application, people."""

import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# A shell makes what it starts in the background deaf to Ctrl-C, which some tests send to what they start themselves.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
CHECKOUT = Path(__file__).resolve().parents[1]
# Settings are read at import, so the environment comes first.
FOLDER = (
    Path(tempfile.gettempdir())
    / f"twiza-tests-{os.getuid()}-{sha256(str(CHECKOUT).encode()).hexdigest()[:8]}"
)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
for name in [name for name in os.environ if name.startswith("TWIZA_")]:
    del os.environ[name]
os.environ.update(
    TWIZA_ENV="test",
    TWIZA_BASE_URL="http://twiza.test",
    TWIZA_DATA_DIR=str(FOLDER / WORKER),
    TWIZA_LOG_FORMAT="json",
)

import asyncpg  # noqa: E402
import httpx  # noqa: E402
from sqlalchemy.ext.asyncio import AsyncSession  # noqa: E402

from tests.cast import Cast, invite  # noqa: E402
from twiza.kit import db, logs, postgres  # noqa: E402
from twiza.kit.postgres.address import of_database  # noqa: E402
from twiza.kit.postgres.cluster import ROLE  # noqa: E402
from twiza.kit.settings import settings  # noqa: E402

logs.configure()
_KEPT_TABLES = frozenset({"alembic_version", "city", "category", "neighbourhood"})


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """The embedded PostgreSQL, shared by all test processes of this checkout; fsync is off."""
    FOLDER.mkdir(exist_ok=True)
    with postgres.running(FOLDER / "postgres", durable=False) as running:
        yield running


@pytest.fixture(scope="session")
async def database(server: postgres.Server) -> AsyncIterator[str]:
    """A fresh, migrated database of this test process; DATABASE_URL names it."""
    from twiza.kit.migrating import migrate
    from twiza.profiles import seeds
    from twiza.pros import seeds as neighbourhoods

    name = f"test_{WORKER}_{os.getpid()}"
    admin = await asyncpg.connect(server.admin_dsn)
    await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await admin.execute(f'CREATE DATABASE "{name}" OWNER {ROLE}')
    url = of_database(server.url, name)
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()
    try:
        await migrate()
        async with db.unit_of_work() as session:
            await seeds.seed(session)
            await neighbourhoods.seed(session)
        yield url
    finally:
        await db.dispose()
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.close()


@pytest.fixture
async def session(database: str) -> AsyncIterator[AsyncSession]:
    """A transaction that is rolled back: for tests of one domain's verbs."""
    async with AsyncSession(db.engine(), expire_on_commit=False) as opened:
        await opened.begin()
        yield opened
        await opened.rollback()


@pytest.fixture
async def committed(server: postgres.Server, database: str) -> AsyncIterator[None]:
    """For tests that commit, as HTTP and races do: everything is emptied afterwards."""
    from twiza.discovery import vocabulary
    from twiza.web import page_cache

    vocabulary.forget()
    page_cache.forget()
    yield
    await _empty(of_database(server.admin_dsn, urlsplit(database).path.removeprefix("/")))


async def _empty(dsn: str) -> None:
    """As superuser, for some tables refuse DELETE; which, unlike TRUNCATE, costs nothing on empty tables."""
    from twiza.pros.seeds import NEIGHBOURHOODS

    admin = await asyncpg.connect(dsn)
    try:
        rows = await admin.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = sorted({row["tablename"] for row in rows} - _KEPT_TABLES)
        deletes = "".join(f'DELETE FROM "{name}";' for name in names)
        await admin.execute(f"SET session_replication_role = replica; {deletes}")
        # Those that every test finds stay; what one adds, the next ones must not see.
        seeded = [slug for city in NEIGHBOURHOODS.values() for slug, *_names in city]
        await admin.execute("DELETE FROM neighbourhood WHERE slug <> ALL($1)", seeded)
    finally:
        await admin.close()


@pytest.fixture
async def cast(committed: None) -> Cast:
    """Amina, Youssef, Hassan, Karim and Salma, with verified phones."""
    async with db.unit_of_work() as session:
        return await invite(session)


@pytest.fixture
async def client(committed: None) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without JavaScript: keeps cookies, says where its requests come from."""
    async with new_client() as opened:
        yield opened


@pytest.fixture
async def other_client(committed: None) -> AsyncIterator[httpx.AsyncClient]:
    """A second browser."""
    async with new_client() as opened:
        yield opened


def new_client() -> httpx.AsyncClient:
    from twiza.main import app

    transport = httpx.ASGITransport(app=app(), raise_app_exceptions=False)
    base = settings().public_url
    return httpx.AsyncClient(
        transport=transport, base_url=base, headers={"origin": base, "accept-language": "fr"}
    )
